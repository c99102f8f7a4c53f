import { api } from "./api.js";
import { h, icon, iconButton } from "./dom.js";
import { shortDay } from "./sandbox-time.js";

const STATES = { active: "Active", frozen: "Frozen", blocked: "Blocked for debt", disabled: "Disabled", closed: "Closed" };
const DONE_MS = 1500;
const TOLD_MS = 8000;

function amount(value, currency) {
  try {
    return new Intl.NumberFormat("en", { style: "currency", currency, currencyDisplay: "code" }).format(Number(value));
  } catch {
    return `${value} ${currency}`;
  }
}

const controls = (row) => [...row.querySelectorAll("input, button")];

/** Where a control is, to find its twin when the rows are drawn anew. */
function place(control) {
  const row = control.closest("tr");
  return { contract: row.dataset.contract, index: controls(row).indexOf(control) };
}

/** The made-up contracts: what to type, and what a billing does: charges, payments, balances. */
export class Contracts {
  #page;
  #content;
  #rows = [];
  #told;

  constructor(page, content) {
    this.#page = page;
    this.#content = content;
    this.problem = h("p", { class: "problem", role: "alert", dataset: { testid: "problem" } });
    this.told = h("p", { class: "told", role: "status", dataset: { testid: "told" } });
    this.body = h("tbody", {});
    content.append(
      h(
        "p",
        { class: "panel-note" },
        "Invented people; nothing here is real. Press ",
        h("span", { class: "note-icon" }, icon("use")),
        " to put a value into the chat. Set a balance, pay, or take the next charge; moving the clock takes the charges of the days that pass.",
      ),
      h(
        "table",
        { class: "contracts" },
        h("caption", { class: "unseen" }, "Sample contracts"),
        h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "Contract"), h("th", { scope: "col" }, "Proof"), h("th", { scope: "col" }, "Balance"))),
        this.body,
      ),
      h("div", { class: "panel-said" }, this.problem, this.told),
    );
  }

  get first() {
    return this.#rows.find((row) => row.document) ?? null;
  }

  update(rows) {
    this.#rows = rows;
    const typed = [...this.body.querySelectorAll("input")].filter((input) => input.value !== input.defaultValue).map((input) => [place(input), input.value]);
    const focused = this.body.contains(document.activeElement) ? place(document.activeElement) : null;
    this.body.replaceChildren(...rows.map((row) => this.#row(row)));
    for (const [where, value] of typed) {
      const input = this.#at(where);
      if (input) input.value = value;
    }
    if (focused) this.#at(focused)?.focus({ preventScroll: true });
  }

  #at({ contract, index }) {
    const row = [...this.body.children].find((made) => made.dataset.contract === contract);
    return row && controls(row)[index];
  }

  async #attempt(action) {
    this.problem.textContent = "";
    this.told.textContent = "";
    clearTimeout(this.#told);
    this.#told = setTimeout(() => (this.told.textContent = ""), TOLD_MS);
    try {
      this.told.textContent = (await action())?.told ?? "";
      return true;
    } catch (error) {
      this.problem.textContent = error.message;
      return false;
    }
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
        row.nextCharge ? h("span", { class: "tariff", title: `Next charge on ${row.nextCharge}`, dataset: { testid: "next-charge" } }, `next ${shortDay(row.nextCharge)}`) : null,
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
    return h(
      "div",
      { class: "balance" },
      h("span", { class: Number(row.balance) < 0 ? "sum debt" : "sum", dataset: { testid: "balance" } }, amount(row.balance, row.currency)),
      this.#entry("balance", { value: row.balance, label: `New balance of ${row.number} in ${row.currency}` }, { word: "Set", label: `Set the balance of ${row.number}` }, (sum) => api.balance(row.number, sum)),
      this.#entry("pay", { value: "", label: `Payment to ${row.number} in ${row.currency}` }, { word: "Pay", label: `Pay to ${row.number}` }, (sum) => api.pay(row.number, sum)),
      h(
        "button",
        { type: "button", class: "text-button", dataset: { testid: "charge" }, "aria-label": `Charge the tariff of ${row.number} now`, onclick: () => this.#attempt(() => api.charge(row.number)) },
        "Charge",
      ),
    );
  }

  #entry(name, field, button, send) {
    const input = h("input", {
      type: "text",
      inputmode: "decimal",
      value: field.value,
      size: "8",
      placeholder: "amount",
      "aria-label": field.label,
      dataset: { testid: `${name}-input` },
    });
    const submit = async (event) => {
      event.preventDefault();
      const typed = input.value;
      // What is typed outlives a drawing of the rows; what is on its way must not, or it would be paid twice.
      input.value = field.value;
      if (await this.#attempt(() => send(typed.trim().replace(",", ".")))) return;
      input.value = typed;
      input.focus();
    };
    return h(
      "form",
      { class: "balance-edit", onsubmit: submit },
      input,
      h("button", { type: "submit", class: "text-button", dataset: { testid: `${name}-set` }, "aria-label": button.label }, button.word),
    );
  }
}
