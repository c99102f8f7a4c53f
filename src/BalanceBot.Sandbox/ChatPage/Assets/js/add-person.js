import { api } from "./api.js";
import { languageName } from "./chat.js";
import { h } from "./dom.js";

/** The dialog that gives one more person a telephone. */
export function addPersonDialog(dialog) {
  const name = h("input", { type: "text", id: "new-name", required: true, maxlength: "64", autocomplete: "off", dataset: { testid: "new-name" } });
  const language = h("select", { id: "new-language", dataset: { testid: "new-language" } });
  const problem = h("p", { class: "problem", role: "alert" });
  const add = async (event) => {
    event.preventDefault();
    try {
      await api.addPerson(name.value.trim(), language.value);
      dialog.close();
    } catch (error) {
      problem.textContent = error.message;
    }
  };
  dialog.append(
    h(
      "form",
      { onsubmit: add },
      h("h2", { id: "add-person-title" }, "Add a person"),
      h("label", { for: "new-name" }, "Name", name),
      h("label", { for: "new-language" }, "Language of their Telegram", language),
      problem,
      h(
        "div",
        { class: "dialog-buttons" },
        h("button", { type: "button", class: "text-button", onclick: () => dialog.close() }, "Cancel"),
        h("button", { type: "submit", class: "start-button", dataset: { testid: "new-add" } }, "Add"),
      ),
    ),
  );
  return (languages) => {
    problem.textContent = "";
    name.value = "";
    language.replaceChildren(...languages.map((code) => h("option", { value: code }, languageName(code))));
    dialog.showModal();
  };
}
