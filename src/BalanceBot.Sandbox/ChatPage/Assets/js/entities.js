import { h } from "./dom.js";

const TAGS = {
  bold: "strong",
  italic: "em",
  underline: "u",
  strikethrough: "s",
  code: "code",
  blockquote: "blockquote",
  expandable_blockquote: "blockquote",
};

/** Only addresses that a messenger would open; anything else stays text. */
function safeAddress(address) {
  try {
    const url = new URL(address);
    return ["http:", "https:", "mailto:", "tel:", "tg:"].includes(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

function link(address, inner) {
  const href = safeAddress(address);
  return href ? h("a", { href, target: "_blank", rel: "noopener noreferrer" }, inner) : inner;
}

function spoiler(inner) {
  const cover = h("span", { class: "spoiler", role: "button", tabindex: "0", "aria-label": "Hidden text, press to show" }, inner);
  const reveal = () => {
    cover.classList.add("shown");
    cover.removeAttribute("role");
    cover.removeAttribute("tabindex");
    cover.removeAttribute("aria-label");
  };
  cover.addEventListener("click", reveal, { once: true });
  cover.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      reveal();
    }
  });
  return cover;
}

function wrap(entity, piece, inner, actions) {
  switch (entity.type) {
    case "pre":
      return h("pre", {}, h("code", {}, inner));
    case "spoiler":
      return spoiler(inner);
    case "text_link":
      return link(entity.url, inner);
    case "url":
      return link(/^[a-z]+:/i.test(piece) ? piece : `https://${piece}`, inner);
    case "email":
      return link(`mailto:${piece}`, inner);
    case "bot_command":
      return h("button", { type: "button", class: "command-link", onclick: () => actions.say(piece) }, inner);
    default:
      return TAGS[entity.type] ? h(TAGS[entity.type], {}, inner) : inner;
  }
}

/**
 * Text with Telegram's entities as nodes. Offsets count UTF-16 units on both sides. Entities come sorted outermost first;
 * one that would cross its parent's end is cut there.
 */
export function renderText(text, entities, actions) {
  const sorted = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  let next = 0;
  const build = (from, to) => {
    const fragment = document.createDocumentFragment();
    let at = from;
    while (next < sorted.length && sorted[next].offset < to) {
      const entity = sorted[next++];
      const start = Math.max(entity.offset, at);
      const end = Math.min(entity.offset + entity.length, to);
      if (end <= start) continue;
      if (start > at) fragment.append(text.slice(at, start));
      fragment.append(wrap(entity, text.slice(start, end), build(start, end), actions));
      at = end;
    }
    if (at < to) fragment.append(text.slice(at, to));
    return fragment;
  };
  return build(0, text.length);
}
