import { api } from "./api.js";
import { h } from "./dom.js";

/** Switches for what can go wrong between the bot and Telegram. The list is the server's. */
export class Faults {
  #badge;

  constructor(content, badge) {
    this.#badge = badge;
    this.problem = h("p", { class: "problem", role: "alert" });
    this.list = h("ul", { class: "faults" });
    content.append(
      h("p", { class: "panel-note" }, "Every call of the bot meets the faults that are on. Nothing a person sent may be lost; watch what the bot does when you switch them off."),
      this.problem,
      this.list,
    );
  }

  update(faults) {
    const on = faults.filter((fault) => fault.on).length;
    this.#badge.textContent = on || "";
    this.#badge.hidden = on === 0;
    const focused = this.list.contains(document.activeElement) ? document.activeElement.id : null;
    this.list.replaceChildren(...faults.map((fault) => this.#item(fault)));
    if (focused) document.getElementById(focused)?.focus();
  }

  #item(fault) {
    const id = `fault-${fault.kind}`;
    const box = h("input", { type: "checkbox", role: "switch", id, checked: fault.on, dataset: { testid: "fault", fault: fault.kind } });
    const seconds =
      fault.seconds === null || fault.seconds === undefined
        ? null
        : h("input", { type: "number", id: `${id}-seconds`, min: "1", max: "3600", value: fault.seconds, "aria-label": `Seconds of ${fault.name}` });
    const change = async () => {
      this.problem.textContent = "";
      try {
        await api.fault(fault.kind, box.checked, seconds ? Number(seconds.value) : null);
      } catch (error) {
        box.checked = fault.on;
        this.problem.textContent = error.message;
      }
    };
    box.addEventListener("change", change);
    seconds?.addEventListener("change", change);
    return h(
      "li",
      { class: fault.on ? "fault on" : "fault" },
      h("label", { for: id }, h("b", {}, fault.name), h("span", {}, fault.help)),
      seconds ? h("span", { class: "seconds" }, seconds, " s") : null,
      box,
    );
  }
}
