import { Chat, avatar } from "./chat.js";
import { h } from "./dom.js";

/** All telephones: side by side where there is room, one behind a tab each on a phone. */
export class People {
  #page;
  #stage;
  #tabs;
  #chats = new Map();
  #active = null;

  constructor(page, stage, tabs) {
    this.#page = page;
    this.#stage = stage;
    this.#tabs = tabs;
  }

  get active() {
    return this.#active ?? this.#chats.values().next().value ?? null;
  }

  get(id) {
    return this.#chats.get(id);
  }

  sync(people) {
    const kept = new Set(people.map((person) => person.id));
    for (const id of [...this.#chats.keys()]) if (!kept.has(id)) this.gone(id);
    for (const person of people) {
      this.changed(person);
      this.#chats.get(person.id).sync(person);
    }
  }

  changed(person) {
    const chat = this.#chats.get(person.id);
    if (chat) {
      chat.update(person);
    } else {
      const made = new Chat(this.#page, person);
      this.#chats.set(person.id, made);
      this.#stage.append(made.element);
      if (!this.#active) this.activate(made);
    }
    this.#drawTabs();
  }

  gone(id) {
    const chat = this.#chats.get(id);
    if (!chat) return;
    chat.element.remove();
    this.#chats.delete(id);
    if (this.#active === chat) this.#active = null;
    if (this.active) this.activate(this.active);
    this.#drawTabs();
  }

  activate(chat) {
    this.#active = chat;
    chat.unread = 0;
    for (const other of this.#chats.values()) other.element.classList.toggle("active", other === chat);
    this.#drawTabs();
  }

  noticed(chat) {
    if (chat === this.#active) return;
    chat.unread += 1;
    this.#drawTabs();
  }

  refresh() {
    for (const chat of this.#chats.values()) chat.update({});
  }

  /** What was today is yesterday. */
  newDay() {
    for (const chat of this.#chats.values()) chat.log.days();
  }

  #drawTabs() {
    const focused = this.#tabs.contains(document.activeElement) ? document.activeElement.dataset.id : null;
    this.#tabs.replaceChildren(...[...this.#chats.values()].map((chat) => this.#tab(chat)));
    if (focused) this.#tabs.querySelector(`[data-id="${Number(focused)}"]`)?.focus();
  }

  #tab(chat) {
    const { person, unread } = chat;
    const show = () => {
      this.activate(chat);
      chat.log.toEnd();
    };
    return h(
      "button",
      { type: "button", class: "tab", "aria-current": chat === this.#active ? "true" : null, dataset: { testid: "tab", id: person.id }, onclick: show },
      avatar(person),
      h("span", { class: "tab-name" }, person.name),
      unread ? h("span", { class: "badge", "aria-label": `${unread} new` }, String(unread)) : null,
    );
  }
}
