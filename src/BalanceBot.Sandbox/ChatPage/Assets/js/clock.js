import { api } from "./api.js";
import { h, icon } from "./dom.js";
import { clockOf, dateOf, now, secondsUntil, setTime } from "./sandbox-time.js";

const HOUR_S = 3600;
const MORNING = 9;
const MOVES = [
  { name: "+1 hour", testid: "plus-hour", help: "Move the clock an hour forward", seconds: () => HOUR_S },
  { name: "+1 day", testid: "plus-day", help: "Move the clock a day forward", seconds: () => 24 * HOUR_S },
  { name: "To 09:00", testid: "to-morning", help: "Move the clock to the next 09:00", seconds: () => secondsUntil(MORNING) },
];

/** The sandbox's clock: it ticks, and goes forward at a press. */
export class Clock {
  #newDay;
  #date = h("span", { dataset: { testid: "clock-date" } });
  #time = h("time", { class: "clock-time", dataset: { testid: "clock-time" } });
  #problem = h("p", { class: "problem", role: "alert" });
  #said = h("span", { class: "unseen", role: "status" });

  constructor(element, newDay) {
    this.#newDay = newDay;
    element.append(
      icon("clock"),
      h("p", { class: "clock-now", title: "The sandbox's own time" }, this.#date, " ", this.#time),
      h("div", { class: "clock-moves" }, MOVES.map((move) => this.#button(move))),
      this.#said,
      this.#problem,
    );
    setInterval(() => this.#draw(), 1000);
  }

  update(told) {
    setTime(told);
    this.#draw();
  }

  #draw() {
    const at = now();
    const [weekday, date, year] = dateOf(at);
    this.#time.textContent = clockOf(at);
    this.#time.dateTime = at.toISOString();
    if (this.#date.textContent === `${weekday} ${date} ${year}`) return;
    this.#date.replaceChildren(h("span", { class: "clock-spare" }, `${weekday} `), date, h("span", { class: "clock-spare" }, ` ${year}`));
    this.#newDay();
  }

  #button({ name, testid, help, seconds }) {
    const press = async () => {
      this.#problem.textContent = "";
      try {
        await api.forward(seconds());
        // The ticking is not read out, a move is.
        this.#said.textContent = `It is now ${dateOf(now()).join(" ")}, ${clockOf(now())}.`;
      } catch (error) {
        this.#problem.textContent = error.message;
      }
    };
    return h("button", { type: "button", class: "clock-move", title: help, dataset: { testid }, onclick: press }, name);
  }
}
