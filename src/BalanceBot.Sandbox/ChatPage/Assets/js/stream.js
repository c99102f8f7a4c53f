const RETRY_MS = 1000;

/**
 * The one stream of the page. Its first event after every connection is the whole state, so a gap heals by itself.
 * EventSource gives up for good on an HTTP error; this does not.
 */
export function listen(handlers, linked) {
  let source = null;
  const open = () => {
    source = new EventSource("/api/stream");
    source.addEventListener("open", () => linked(true));
    source.addEventListener("error", () => {
      linked(false);
      source.close();
      setTimeout(open, RETRY_MS);
    });
    for (const [name, handle] of Object.entries(handlers)) {
      source.addEventListener(name, (event) => handle(JSON.parse(event.data)));
    }
  };
  open();
  // A page that leaves must free its connection at once: browsers allow only six to one host.
  addEventListener("pagehide", () => source.close());
  addEventListener("pageshow", (event) => {
    if (event.persisted) open();
  });
}
