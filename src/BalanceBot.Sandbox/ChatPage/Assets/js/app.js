import { addPersonDialog } from "./add-person.js";
import { Clock } from "./clock.js";
import { Contracts } from "./contracts.js";
import { h, icon, iconButton } from "./dom.js";
import { Faults } from "./faults.js";
import { Panels } from "./panel.js";
import { People } from "./people.js";
import { listen } from "./stream.js";
import { watchTheme } from "./theme.js";

const byId = (id) => document.getElementById(id);

const page = {
  focused: (chat) => people.active !== chat && people.activate(chat),
  firstContract: () => contracts.first,
  useInChat(text) {
    panels.closeOnPhone();
    people.active?.composer.insert(text);
  },
  async copy(text, done) {
    try {
      await navigator.clipboard.writeText(text);
      done("Copied");
    } catch {
      // Browsers may refuse the clipboard; the composer is the next best place.
      page.useInChat(text);
    }
  },
};

function tool(name, label, testid) {
  return h("button", { type: "button", class: "tool", title: label, dataset: { testid } }, icon(name), h("span", { class: "tool-label" }, label));
}

const tools = {
  addPerson: tool("addPerson", "Add a person", "add-person"),
  contracts: tool("contracts", "Sample contracts", "open-contracts"),
  faults: tool("faults", "Faults", "open-faults"),
  theme: iconButton("moon", "Dark theme", { class: "tool", dataset: { testid: "theme-toggle" } }),
};
const badge = h("span", { class: "badge warn", hidden: true, dataset: { testid: "faults-on" } });
tools.faults.append(badge);
byId("bar-tools").append(...Object.values(tools));

const panels = new Panels(byId("scrim"));
const contractsPanel = panels.add(byId("contracts"), "Sample contracts", tools.contracts);
const faultsPanel = panels.add(byId("faults"), "Faults", tools.faults);
const contracts = new Contracts(page, contractsPanel.content);
const faults = new Faults(faultsPanel.content, badge);
const people = new People(page, byId("stage"), byId("tabs"));
const clock = new Clock(byId("clock"), () => people.newDay());
if (matchMedia("(min-width: 1180px)").matches) panels.open(contractsPanel.panel, false);

let languages = [];
const askForPerson = addPersonDialog(byId("add-person"));
tools.addPerson.addEventListener("click", () => askForPerson(languages));

const toggleTheme = watchTheme((theme) => {
  const dark = theme === "dark";
  tools.theme.replaceChildren(icon(dark ? "sun" : "moon"));
  tools.theme.setAttribute("aria-label", dark ? "Light theme" : "Dark theme");
  tools.theme.title = dark ? "Light theme" : "Dark theme";
});
tools.theme.addEventListener("click", toggleTheme);

function showContracts(rows) {
  contracts.update(rows);
  people.refresh();
}

const handlers = {
  state(state) {
    languages = state.languages;
    clock.update(state.clock);
    contracts.update(state.contracts);
    faults.update(state.faults);
    people.sync(state.people);
    document.body.dataset.ready = "true";
  },
  person: (person) => people.changed(person),
  gone: ({ person }) => people.gone(person),
  message({ person, message }) {
    const chat = people.get(person);
    if (!chat) return;
    chat.receive(message);
    if (message.from !== "person") people.noticed(chat);
  },
  deleted: ({ person, ids }) => people.get(person)?.remove(ids),
  keyboard: ({ person, keyboard }) => people.get(person)?.composer.setKeyboard(keyboard),
  answered: ({ person, ...answer }) => people.get(person)?.answered(answer),
  contracts: showContracts,
  clock: (told) => clock.update(told),
  faults: (list) => faults.update(list),
};

listen(handlers, (linked) => {
  const state = byId("link-state");
  state.textContent = linked ? "Made-up people, the real bot" : "The sandbox does not answer, trying again…";
  state.classList.toggle("down", !linked);
});
