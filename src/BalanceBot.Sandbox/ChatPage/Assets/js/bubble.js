import { api } from "./api.js";
import { h, icon, iconButton } from "./dom.js";
import { renderText } from "./entities.js";
import { minuteOf } from "./sandbox-time.js";

const KINDS = {
  photo: "Photo",
  sticker: "Sticker",
  voice: "Voice message",
  contact: "Contact",
  document: "File",
  location: "Location",
  forwarded: "Forwarded message",
};

/** What a pressed button shows when no answer comes: Telegram's clients give up too. */
const SPIN_LIMIT_MS = 30_000;

function inlineButton(view, message, button, row, column) {
  if (button.url) {
    const safe = /^(https?|tg):/i.test(button.url);
    return h(
      "a",
      { class: "inline-button", href: safe ? button.url : null, target: "_blank", rel: "noopener noreferrer", dataset: { testid: "inline-button" } },
      h("span", {}, button.text),
      icon("link"),
    );
  }
  const press = async (event) => {
    const element = event.currentTarget;
    if (button.copy) {
      await view.copy(button.copy);
      return;
    }
    if (element.getAttribute("aria-busy") === "true") return;
    element.setAttribute("aria-busy", "true");
    setTimeout(() => element.removeAttribute("aria-busy"), SPIN_LIMIT_MS);
    const pressed = await view.attempt(() => api.press(view.person.id, message.id, row, column));
    if (pressed) view.waitForAnswer(pressed.callback, element);
    else element.removeAttribute("aria-busy");
  };
  return h(
    "button",
    { type: "button", class: "inline-button", dataset: { testid: "inline-button" }, onclick: press },
    h("span", {}, button.text),
    button.copy ? icon("copy") : h("span", { class: "spinner", "aria-hidden": "true" }),
  );
}

function buttons(view, message) {
  if (!message.buttons?.length) return null;
  return h(
    "div",
    { class: "inline-buttons" },
    message.buttons.map((row, r) =>
      h("div", { class: "inline-row" }, row.map((button, c) => inlineButton(view, message, button, r, c))),
    ),
  );
}

function body(view, message) {
  const text = message.text
    ? h("div", { class: "text", dir: "auto" }, renderText(message.text, message.entities ?? [], view.actions))
    : null;
  const label = KINDS[message.kind];
  const kind = message.picture
    ? // What it shows is said in the words below it.
      h("img", { class: "picture", src: message.picture, alt: "" })
    : label
      ? h("div", { class: `kind kind-${message.kind}` }, message.file ? `${label}: ${message.file}` : label)
      : null;
  return [kind, text];
}

function meta(message) {
  const time = minuteOf(new Date(message.at));
  const label = (message.edited ? "edited " : "") + time;
  // The unseen twin keeps room for the time on the last line, whatever its width.
  return [
    h("span", { class: "meta-room", "aria-hidden": "true" }, label),
    h("span", { class: "meta" }, message.edited ? "edited " : "", h("time", { datetime: message.at }, time)),
  ];
}

/** One message as a list item; a new state of the message is a new element. */
export function bubble(view, message) {
  const mine = message.from === "person";
  const canEdit = mine && message.text && !message.kind;
  return h(
    "li",
    { class: `message ${message.from}`, dataset: { testid: "message", messageId: message.id, at: message.at } },
    h(
      "div",
      { class: "bubble", dataset: { testid: "bubble", from: message.from } },
      h("span", { class: "unseen" }, mine ? `${view.person.name}: ` : "Bot: "),
      body(view, message),
      meta(message),
    ),
    canEdit
      ? iconButton("edit", "Edit this message", { class: "edit-button", onclick: () => view.startEdit(message) })
      : null,
    buttons(view, message),
  );
}
