import { api } from "./api.js";
import { Composer } from "./composer.js";
import { h, icon, iconButton } from "./dom.js";
import { Log } from "./log.js";

const TOAST_MS = 4000;
const COLOURS = 6;
const LANGUAGES = new Intl.DisplayNames(["en"], { type: "language" });

export const languageName = (code) => {
  try {
    return LANGUAGES.of(code);
  } catch {
    return code;
  }
};

export function avatar(person) {
  const initials = person.name
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => word.charAt(0).toUpperCase())
    .join("");
  return h("span", { class: `avatar colour-${person.id % COLOURS}`, "aria-hidden": "true" }, initials);
}

/** One person's telephone: head, messages, the line to type in. */
export class Chat {
  #page;
  #messages = new Map();
  #waiting = new Map();
  #answers = new Map();
  unread = 0;

  constructor(page, person) {
    this.#page = page;
    this.person = person;
    this.actions = { say: (text) => this.attempt(() => api.say(person.id, text)) };
    this.log = new Log(this);
    this.composer = new Composer(this);
    this.#build();
    this.update(person);
  }

  #build() {
    const { person } = this;
    this.blockButton = iconButton("block", "Block the bot", {
      "aria-pressed": "false",
      dataset: { testid: "block" },
      onclick: () => this.#block(!this.person.blocked),
    });
    this.toasts = h("div", { class: "toasts", role: "status", dataset: { testid: "toast" } });
    this.unblock = h(
      "div",
      { class: "blocked-bar", hidden: true },
      h("span", {}, `${person.name} has blocked the bot`),
      h("button", { type: "button", class: "text-button", onclick: () => this.#block(false) }, "Unblock"),
    );
    this.welcome = h("div", { class: "welcome", dataset: { testid: "welcome" } });
    this.subtitle = h("p", {});
    this.element = h(
      "section",
      { class: "phone", "aria-label": `Chat of ${person.name}`, dataset: { testid: "person", personId: person.id, personName: person.name } },
      h(
        "header",
        { class: "phone-head" },
        avatar(person),
        h("div", { class: "phone-name" }, h("h2", {}, person.name), this.subtitle),
        this.blockButton,
        iconButton("close", `Close the chat of ${person.name}`, { dataset: { testid: "close-person" }, onclick: () => this.attempt(() => api.closePerson(person.id)) }),
      ),
      h("div", { class: "wallpaper", "aria-hidden": "true" }),
      this.log.element,
      this.toasts,
      this.unblock,
      this.composer.element,
    );
    this.log.prepend(this.welcome);
  }

  update(person) {
    this.person = { ...this.person, ...person };
    this.subtitle.textContent = `${languageName(this.person.language)} · chats with the bot`;
    const { blocked } = this.person;
    this.blockButton.setAttribute("aria-pressed", String(blocked));
    this.blockButton.title = blocked ? "Unblock the bot" : "Block the bot";
    this.unblock.hidden = !blocked;
    this.composer.element.hidden = blocked;
    this.#greet();
  }

  sync(person) {
    this.update(person);
    this.#messages = new Map(person.messages.map((message) => [message.id, message]));
    this.log.sync(person.messages);
    this.composer.setKeyboard(person.keyboard);
    this.#greet();
  }

  receive(message) {
    this.#messages.set(message.id, message);
    this.log.upsert(message);
    this.#greet();
  }

  remove(ids) {
    for (const id of ids) this.#messages.delete(id);
    this.log.remove(ids);
    this.#greet();
  }

  lastOwnText() {
    return [...this.#messages.values()].filter((m) => m.from === "person" && m.text && !m.kind).at(-1);
  }

  startEdit(message) {
    this.composer.startEdit(message);
  }

  focused() {
    this.#page.focused(this);
  }

  copy(text) {
    return this.#page.copy(text, (note) => this.toast(note));
  }

  /** The answer may overtake the reply to our own request, so either may come first. */
  waitForAnswer(callback, element) {
    const early = this.#answers.get(callback);
    if (early) {
      this.#answers.delete(callback);
      element.removeAttribute("aria-busy");
    } else {
      this.#waiting.set(callback, element);
    }
  }

  answered({ callback, text, alert }) {
    const element = this.#waiting.get(callback);
    this.#waiting.delete(callback);
    if (element) element.removeAttribute("aria-busy");
    else this.#answers.set(callback, true);
    if (text) this.toast(text, alert);
  }

  toast(text, stay = false) {
    const toast = h("div", { class: "toast" }, h("span", {}, text));
    const leave = () => toast.remove();
    if (stay) toast.append(h("button", { type: "button", class: "text-button", onclick: leave }, "OK"));
    else setTimeout(leave, TOAST_MS);
    this.toasts.append(toast);
  }

  /** Undefined when it failed; the sentence is shown where the person looks. */
  async attempt(action) {
    try {
      return await action();
    } catch (error) {
      this.toast(error.message);
      return undefined;
    }
  }

  #block(blocked) {
    return this.attempt(() => api.block(this.person.id, blocked));
  }

  #greet() {
    this.welcome.hidden = this.#messages.size > 0;
    if (this.welcome.hidden) return;
    const sample = this.#page.firstContract();
    const value = (text) => h("button", { type: "button", class: "value", title: "Put into the message", onclick: () => this.composer.insert(text) }, text);
    this.welcome.replaceChildren(
      h("span", { class: "welcome-sign", "aria-hidden": "true" }, icon("contracts")),
      h("h3", {}, "Your balance, in a chat"),
      h(
        "p",
        {},
        "Press ",
        h("b", {}, "Start"),
        ", then link a contract",
        sample ? [": number ", value(sample.number), ", document ", value(sample.document)] : "",
        ".",
      ),
      h("button", { type: "button", class: "start-button", dataset: { testid: "start" }, onclick: () => this.#start() }, "Start"),
    );
  }

  #start() {
    this.composer.input.focus({ preventScroll: true });
    return this.actions.say("/start");
  }
}
