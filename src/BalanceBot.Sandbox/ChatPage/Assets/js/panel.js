import { h, iconButton } from "./dom.js";

const narrow = matchMedia("(max-width: 720px)");

/** The panels at the side, one open at a time: docked on a wide screen, a drawer over the chat on a phone. */
export class Panels {
  #scrim;
  #panels = [];
  #open = null;

  constructor(scrim) {
    this.#scrim = scrim;
    scrim.addEventListener("click", () => this.close());
    addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.#open && !event.defaultPrevented) this.close();
    });
    narrow.addEventListener("change", () => this.#show());
  }

  /** Returns the element that the owner fills. */
  add(aside, title, button) {
    const content = h("div", { class: "panel-content" });
    const panel = { aside, button };
    const close = iconButton("close", `Close ${title}`, { onclick: () => this.close() });
    aside.append(h("header", { class: "panel-head" }, h("h2", { id: `${aside.id}-title` }, title), close), content);
    button.setAttribute("aria-expanded", "false");
    button.setAttribute("aria-controls", aside.id);
    button.addEventListener("click", () => (this.#open === panel ? this.close() : this.open(panel, true)));
    this.#panels.push(panel);
    return { content, panel };
  }

  open(panel, focus) {
    this.#open = panel;
    this.#show();
    if (focus) panel.aside.querySelector(".panel-head button").focus();
  }

  close() {
    const { button } = this.#open ?? {};
    this.#open = null;
    this.#show();
    button?.focus();
  }

  closeOnPhone() {
    if (narrow.matches && this.#open) this.close();
  }

  get narrow() {
    return narrow.matches;
  }

  #show() {
    for (const panel of this.#panels) {
      panel.aside.hidden = panel !== this.#open;
      panel.button.setAttribute("aria-expanded", String(panel === this.#open));
    }
    this.#scrim.hidden = !(this.#open && narrow.matches);
  }
}
