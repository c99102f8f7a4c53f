import { bubble } from "./bubble.js";
import { h, iconButton } from "./dom.js";
import { dayOf } from "./sandbox-time.js";

const FADE_MS = 220;
const NEAR_END_PX = 60;

/** The messages of one chat in order of their ids, and the scrolling that follows only a reader who is at the end. */
export class Log {
  #view;
  #list = h("ol", { class: "messages" });
  #jump = iconButton("down", "To the newest message", { class: "jump", hidden: true, onclick: () => this.toEnd() });
  #following = true;

  constructor(view) {
    this.#view = view;
    this.scroller = h(
      "div",
      { class: "log", role: "log", "aria-live": "polite", "aria-label": `Messages of ${view.person.name}`, tabindex: "0", dataset: { testid: "log" } },
      this.#list,
    );
    this.element = h("div", { class: "log-frame" }, this.scroller, this.#jump);
    this.scroller.addEventListener("scroll", () => this.#watch(), { passive: true });
    new ResizeObserver(() => this.#following && this.toEnd()).observe(this.scroller);
  }

  get empty() {
    return !this.#list.querySelector(".message:not(.going)");
  }

  prepend(element) {
    this.scroller.prepend(element);
  }

  upsert(message) {
    const fresh = bubble(this.#view, message);
    const old = this.#find(message.id);
    if (old) {
      old.replaceWith(fresh);
    } else {
      const after = [...this.#list.querySelectorAll(".message")].find((item) => Number(item.dataset.messageId) > message.id);
      this.#list.insertBefore(fresh, after ?? null);
      fresh.classList.add("coming");
    }
    this.days();
    if (this.#following || message.from === "person") this.toEnd();
    else this.#jump.hidden = false;
  }

  remove(ids) {
    for (const id of ids) {
      const item = this.#find(id);
      if (!item) continue;
      // It is gone for assistive technology and for tests at once; only the eye sees it leave.
      item.classList.add("going");
      item.setAttribute("aria-hidden", "true");
      delete item.dataset.messageId;
      item.querySelector(".bubble").removeAttribute("data-testid");
      setTimeout(() => {
        item.remove();
        this.days();
      }, FADE_MS);
    }
  }

  /** Makes the list equal to what the server says, touching only what differs in number. */
  sync(messages) {
    const kept = new Set(messages.map((message) => message.id));
    this.remove(this.ids().filter((id) => !kept.has(id)));
    for (const message of messages) this.upsert(message);
  }

  ids() {
    return [...this.#list.querySelectorAll(".message:not(.going)")].map((item) => Number(item.dataset.messageId));
  }

  toEnd() {
    this.#following = true;
    this.#jump.hidden = true;
    this.scroller.scrollTop = this.scroller.scrollHeight;
  }

  #find(id) {
    return this.#list.querySelector(`.message[data-message-id="${Number(id)}"]`);
  }

  #watch() {
    const left = this.scroller.scrollHeight - this.scroller.scrollTop - this.scroller.clientHeight;
    this.#following = left < NEAR_END_PX;
    if (this.#following) this.#jump.hidden = true;
  }

  /** A line above the first message of each day. */
  days() {
    for (const line of this.#list.querySelectorAll(".day")) line.remove();
    let last = null;
    for (const item of this.#list.querySelectorAll(".message")) {
      const name = dayOf(new Date(item.dataset.at));
      if (name !== last) item.before(h("li", { class: "day" }, h("span", {}, name)));
      last = name;
    }
  }
}
