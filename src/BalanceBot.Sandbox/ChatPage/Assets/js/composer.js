import { api } from "./api.js";
import { h, iconButton } from "./dom.js";

const MAX_HEIGHT_PX = 160;
const KINDS = [
  ["contact-own", "My contact"],
  ["contact-other", "Somebody else's contact"],
  ["photo", "Photo"],
  ["sticker", "Sticker"],
  ["voice", "Voice message"],
];
let nextId = 0;

/** The line where a person types: commands, reply keyboard, attachments, editing of an own message. */
export class Composer {
  #view;
  #editing = null;
  #chosen = -1;
  #matches = [];

  constructor(view) {
    this.#view = view;
    const id = `composer-${nextId++}`;
    this.#build(id);
  }

  #build(id) {
    const name = this.#view.person.name;
    this.menu = h("ul", { class: "command-menu", id: `${id}-menu`, role: "listbox", "aria-label": "Commands", hidden: true, dataset: { testid: "command-menu" } });
    this.attachMenu = h(
      "div",
      { class: "attach-menu", role: "group", "aria-label": "Send something else", hidden: true },
      KINDS.map(([kind, label]) => h("button", { type: "button", onclick: () => this.#attach(kind), dataset: { kind } }, label)),
    );
    this.input = h("textarea", {
      rows: "1",
      placeholder: "Message",
      role: "combobox",
      "aria-label": `Message from ${name}`,
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": `${id}-menu`,
      autocomplete: "off",
      spellcheck: "false",
      enterkeyhint: "send",
      maxlength: "4096",
      dataset: { testid: "composer" },
      oninput: () => this.#typed(),
      onkeydown: (event) => this.#key(event),
      onfocus: () => this.#view.focused(),
    });
    this.commandButton = h(
      "button",
      { type: "button", class: "icon-button slash", "aria-label": "Commands", title: "Commands", dataset: { testid: "commands" }, onclick: () => this.#toggleMenu() },
      "/",
    );
    this.attachButton = iconButton("attach", "Send something else", { "aria-expanded": "false", onclick: () => this.#showAttach(this.attachMenu.hidden) });
    this.keyboardButton = iconButton("keyboard", "Show or hide the bot's keyboard", { hidden: true, "aria-expanded": "false", onclick: () => this.#toggleKeyboard() });
    this.sendButton = iconButton("send", "Send", { class: "send", dataset: { testid: "send" }, onclick: () => this.send() });
    this.keyboard = h("div", { class: "keyboard", role: "group", "aria-label": "The bot's keyboard", hidden: true, dataset: { testid: "keyboard" } });
    this.editBar = h(
      "div",
      { class: "edit-bar", hidden: true },
      h("span", {}, "Editing a message"),
      iconButton("close", "Stop editing", { onclick: () => this.stopEdit() }),
    );
    this.element = h(
      "div",
      { class: "composer" },
      this.menu,
      this.attachMenu,
      this.editBar,
      h("div", { class: "line" }, this.commandButton, h("div", { class: "field" }, this.input, this.keyboardButton), this.attachButton, this.sendButton),
      this.keyboard,
    );
    this.element.addEventListener("focusout", (event) => {
      if (this.element.contains(event.relatedTarget)) return;
      this.#hideMenu();
      this.#showAttach(false);
    });
  }

  async send() {
    const text = this.input.value.trim();
    this.input.focus();
    if (!text) return;
    const editing = this.#editing;
    // Cleared before the answer: a second Enter must not send it twice. It comes back if the sandbox says no.
    this.#set("");
    this.stopEdit();
    const done = await this.#view.attempt(() =>
      editing ? api.edit(this.#view.person.id, editing.id, text) : api.say(this.#view.person.id, text),
    );
    if (done === undefined && !this.input.value) this.#set(text);
  }

  insert(text) {
    const { selectionStart: start, selectionEnd: end, value } = this.input;
    const gap = start > 0 && !/\s$/.test(value.slice(0, start)) ? " " : "";
    this.#set(value.slice(0, start) + gap + text + value.slice(end));
    this.input.focus();
  }

  startEdit(message) {
    this.#editing = message;
    this.editBar.hidden = false;
    this.#set(message.text);
    this.input.focus();
  }

  stopEdit() {
    if (this.#editing) this.#set("");
    this.#editing = null;
    this.editBar.hidden = true;
  }

  setKeyboard(keyboard) {
    const rows = keyboard?.rows ?? [];
    this.keyboard.replaceChildren(
      ...rows.map((row) => h("div", { class: "keyboard-row" }, row.map((button) => this.#keyboardButton(button, keyboard)))),
    );
    this.keyboardButton.hidden = rows.length === 0;
    this.#showKeyboard(rows.length > 0);
    this.input.placeholder = keyboard?.placeholder || "Message";
  }

  #keyboardButton(button, keyboard) {
    const press = () => {
      if (keyboard.oneTime) this.#showKeyboard(false);
      this.#view.attempt(() =>
        button.contact ? api.contact(this.#view.person.id, true) : api.say(this.#view.person.id, button.text),
      );
      this.input.focus({ preventScroll: true });
    };
    return h("button", { type: "button", class: "keyboard-button", dataset: { testid: "keyboard-button" }, onclick: press }, button.text);
  }

  #toggleKeyboard() {
    this.#showKeyboard(this.keyboard.hidden);
  }

  #showKeyboard(shown) {
    this.keyboard.hidden = !shown;
    this.keyboardButton.setAttribute("aria-expanded", String(shown));
  }

  #showAttach(shown) {
    this.attachMenu.hidden = !shown;
    this.attachButton.setAttribute("aria-expanded", String(shown));
  }

  #attach(kind) {
    this.#showAttach(false);
    const id = this.#view.person.id;
    this.#view.attempt(() => (kind.startsWith("contact-") ? api.contact(id, kind === "contact-own") : api.kind(id, kind)));
    this.input.focus();
  }

  #set(text) {
    this.input.value = text;
    this.#typed();
  }

  #typed() {
    this.input.style.height = "auto";
    this.input.style.height = `${Math.min(this.input.scrollHeight, MAX_HEIGHT_PX)}px`;
    this.element.classList.toggle("has-text", this.input.value.trim() !== "");
    const typed = this.input.value;
    if (/^\/\w*$/.test(typed)) this.#showMenu(typed.slice(1).toLowerCase());
    else this.#hideMenu();
  }

  #toggleMenu() {
    if (!this.menu.hidden) this.#hideMenu();
    else this.#showMenu("");
    this.input.focus();
  }

  #showMenu(start) {
    this.#matches = (this.#view.person.commands ?? []).filter(({ command }) => command.startsWith(start));
    this.#chosen = start && this.#matches.length ? 0 : -1;
    if (!this.#matches.length) return this.#hideMenu();
    this.menu.replaceChildren(
      ...this.#matches.map(({ command, description }, index) =>
        h(
          "li",
          {
            role: "option",
            id: `${this.menu.id}-${index}`,
            onmousedown: (event) => event.preventDefault(),
            onclick: () => this.#choose(index),
          },
          h("b", {}, `/${command}`),
          h("span", {}, description),
        ),
      ),
    );
    this.menu.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    this.#mark();
  }

  #hideMenu() {
    this.menu.hidden = true;
    this.#chosen = -1;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  #mark() {
    [...this.menu.children].forEach((item, index) => item.setAttribute("aria-selected", String(index === this.#chosen)));
    const item = this.menu.children[this.#chosen];
    if (!item) return this.input.removeAttribute("aria-activedescendant");
    this.input.setAttribute("aria-activedescendant", item.id);
    item.scrollIntoView({ block: "nearest" });
  }

  #choose(index) {
    const { command } = this.#matches[index];
    this.#set("");
    this.#hideMenu();
    this.#view.attempt(() => api.say(this.#view.person.id, `/${command}`));
    this.input.focus();
  }

  #key(event) {
    if (event.isComposing) return;
    if (!this.menu.hidden && this.#menuKey(event)) return event.preventDefault();
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.send();
    } else if (event.key === "Escape" && this.#editing) {
      this.stopEdit();
    } else if (event.key === "ArrowUp" && this.input.value === "") {
      const last = this.#view.lastOwnText();
      if (last) {
        event.preventDefault();
        this.startEdit(last);
      }
    }
  }

  /** True when the key was the menu's. */
  #menuKey({ key, shiftKey }) {
    const count = this.#matches.length;
    if (key === "ArrowDown") this.#chosen = (this.#chosen + 1) % count;
    else if (key === "ArrowUp") this.#chosen = (this.#chosen <= 0 ? count : this.#chosen) - 1;
    else if (key === "Escape") return this.#hideMenu(), true;
    else if (key === "Tab" && !shiftKey && this.#chosen >= 0) {
      this.#set(`/${this.#matches[this.#chosen].command}`);
      return true;
    } else if (key === "Enter" && this.#chosen >= 0) return this.#choose(this.#chosen), true;
    else return false;
    this.#mark();
    return true;
  }
}
