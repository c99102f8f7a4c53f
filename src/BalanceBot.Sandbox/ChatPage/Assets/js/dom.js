/** Makes an element. Text only ever becomes a text node: nothing that people or the bot say is parsed as markup. */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "class") element.className = value;
    else if (name === "dataset") Object.assign(element.dataset, value);
    else if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

const PATHS = {
  sun: "M12 4V2m0 20v-2m8-8h2M2 12h2m13.700-5.700 1.400-1.400M4.900 19.100l1.400-1.400m0-11.400L4.900 4.900m14.200 14.200-1.400-1.400M16 12a4 4 0 1 1-8 0 4 4 0 0 1 8 0Z",
  moon: "M20.500 14.500A8.500 8.500 0 0 1 9.500 3.500a8.500 8.500 0 1 0 11 11Z",
  clock: "M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0Zm-9-5.500V12l3.500 2.500",
  contracts: "M7 3h7l5 5v13H7a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2Zm7 0v5h5M9 13h6m-6 4h4",
  faults: "M13 2 4 14h7l-1 8 9-12h-7l1-8Z",
  addPerson: "M15 20v-1a5 5 0 0 0-10 0v1m9-12a4 4 0 1 1-8 0 4 4 0 0 1 8 0Zm5 0v6m-3-3h6",
  close: "M6 6l12 12M18 6 6 18",
  block: "M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0ZM5.700 5.700l12.600 12.600",
  send: "M4 12 20 4l-4.500 16-4-6.500L4 12Zm7.500 1.500L20 4",
  attach: "m20 11-8.300 8.300a5 5 0 0 1-7-7L13 4a3.300 3.300 0 0 1 4.700 4.700l-8.300 8.200a1.700 1.700 0 0 1-2.400-2.300L14.700 7",
  keyboard: "M4 6h16a1 1 0 0 1 1 1v10a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V7a1 1 0 0 1 1-1Zm3 4h.01M11 10h.01M15 10h.01M8 14h8",
  copy: "M9 9h10v11H9zM5 15V4h10",
  use: "M4 5h16v11H9l-5 4V5Zm8 2.500v6m-2.600-2.600L12 13.500l2.600-2.600",
  edit: "m4 20 1-4L16 5l3 3L8 19l-4 1ZM14 7l3 3",
  down: "m6 9 6 6 6-6",
  check: "m5 12.500 4.500 4.500L19 7.500",
  link: "M9 15 19 5m-7 0h7v7",
  photo: "M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15.500 9h.01",
};

/** An icon for the eye only; the button around it carries the label. */
export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.classList.add("icon");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}

export function iconButton(name, label, props = {}) {
  const { class: extra = "", ...rest } = props;
  return h("button", { type: "button", class: `icon-button ${extra}`, "aria-label": label, title: label, ...rest }, icon(name));
}
