import { api } from "./api.js";
import { h, icon, iconButton } from "./dom.js";

const STATES = { active: "Active", frozen: "Frozen", blocked: "Blocked for debt", disabled: "Disabled", closed: "Closed" };
const DONE_MS = 1500;

function amount(value, currency) {
  try {
    return new Intl.NumberFormat("en", { style: "currency", currency, currencyDisplay: "code" }).format(Number(value));
  } catch {
    return `${value} ${currency}`;
  }
}

/** The made-up contracts: what to type, and a way to change a balance. */
export class Contracts {
  #page;
  #content;
  #rows = [];

  constructor(page, content) {
    this.#page = page;
    this.#content = content;
    this.problem = h("p", { class: "problem", role: "alert" });
    this.body = h("tbody", {});
    content.append(
      h(
        "p",
        { class: "panel-note" },
        "Invented people; nothing here is real. Press ",
        h("span", { class: "note-icon" }, icon("use")),
        " to put a value into the chat, or change a balance and ask the bot again.",
      ),
      this.problem,
      h(
        "table",
        { class: "contracts" },
        h("caption", { class: "unseen" }, "Sample contracts"),
        h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "Contract"), h("th", { scope: "col" }, "Proof"), h("th", { scope: "col" }, "Balance"))),
        this.body,
      ),
    );
  }

  get first() {
    return this.#rows.find((row) => row.document) ?? null;
  }

  update(rows) {
    this.#rows = rows;
    const focused = document.activeElement;
    const editing = this.body.contains(focused) && focused.matches("input") ? focused.closest("tr").dataset.contract : null;
    const typed = editing ? focused.value : null;
    this.body.replaceChildren(...rows.map((row) => this.#row(row)));
    if (!editing) return;
    const input = [...this.body.children].find((row) => row.dataset.contract === editing)?.querySelector("input");
    if (!input) return;
    input.value = typed;
    input.focus();
  }

  #row(row) {
    return h(
      "tr",
      { class: `contract is-${row.state}`, dataset: { testid: "contract-row", contract: row.number } },
      h(
        "th",
        { scope: "row" },
        this.#value("number", row.number, row.number),
        h("span", { class: "holder" }, row.holder),
        h("span", { class: "tariff" }, [row.tariff, row.charge].filter(Boolean).join(", ")),
        row.state === "active" ? null : h("span", { class: "state" }, STATES[row.state] ?? row.state),
      ),
      h(
        "td",
        {},
        row.document ? this.#value("document", row.document, row.number) : h("span", { class: "none" }, "no document"),
        row.login ? this.#value("login", row.login, row.number) : null,
        row.password ? this.#value("password", row.password, row.number) : null,
      ),
      h("td", { class: "money" }, this.#balance(row)),
    );
  }

  #value(name, text, contract) {
    const copy = async (event) => {
      const button = event.currentTarget;
      await this.#page.copy(text, () => {
        button.replaceChildren(icon("check"));
        setTimeout(() => button.replaceChildren(icon("copy")), DONE_MS);
      });
    };
    return h(
      "span",
      { class: `cell-value cell-${name}` },
      h("span", { class: "cell-text", title: name }, h("span", { class: "unseen" }, `${name} `), text),
      iconButton("copy", `Copy ${name} of ${contract}`, { class: "small", dataset: { testid: "copy" }, onclick: copy }),
      iconButton("use", `Use ${name} of ${contract} in the chat`, {
        class: "small",
        dataset: { testid: "use", use: name },
        onclick: () => this.#page.useInChat(text),
      }),
    );
  }

  #balance(row) {
    const input = h("input", {
      type: "text",
      inputmode: "decimal",
      value: row.balance,
      size: "8",
      "aria-label": `New balance of ${row.number} in ${row.currency}`,
      dataset: { testid: "balance-input" },
    });
    const set = async (event) => {
      event.preventDefault();
      this.problem.textContent = "";
      try {
        await api.balance(row.number, input.value.trim().replace(",", "."));
      } catch (error) {
        this.problem.textContent = error.message;
        input.focus();
      }
    };
    return h(
      "form",
      { class: "balance", onsubmit: set },
      h("span", { class: Number(row.balance) < 0 ? "sum debt" : "sum", dataset: { testid: "balance" } }, amount(row.balance, row.currency)),
      h("span", { class: "balance-edit" }, input, h("button", { type: "submit", class: "text-button", dataset: { testid: "balance-set" }, "aria-label": `Set the balance of ${row.number}` }, "Set")),
    );
  }
}
