// The sandbox's time runs beside the browser's, ahead of it by what people have moved it, and in the sandbox's zone:
// whatever the page shows of time is made here.

let ahead = 0;
let zone;
let formats = made();

function made() {
  const format = (options) => new Intl.DateTimeFormat(undefined, { timeZone: zone, ...options });
  return {
    weekday: format({ weekday: "short" }),
    date: format({ day: "numeric", month: "short" }),
    year: format({ year: "numeric" }),
    clock: format({ hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" }),
    minute: format({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" }),
    day: format({ weekday: "long", day: "numeric", month: "long" }),
  };
}

export function setTime(told) {
  ahead = Date.parse(told.now) - Date.now();
  zone = told.zone;
  try {
    formats = made();
  } catch {
    // A zone that this browser has never heard of: its own is the next best.
    zone = undefined;
    formats = made();
  }
}

export const now = () => new Date(Date.now() + ahead);
/** In parts, for a narrow screen has room only for the middle one. */
export const dateOf = (at) => [formats.weekday.format(at), formats.date.format(at), formats.year.format(at)];
export const clockOf = (at) => formats.clock.format(at);
export const minuteOf = (at) => formats.minute.format(at);
export const dayOf = (at) => (dateOf(at).join() === dateOf(now()).join() ? "Today" : formats.day.format(at));

const dayAlone = new Intl.DateTimeFormat(undefined, { timeZone: "UTC", day: "numeric", month: "short" });

/** A date of the billing, which has neither time nor zone; what is none stays as it is. */
export function shortDay(date) {
  const at = Date.parse(date);
  return Number.isNaN(at) ? date : dayAlone.format(at);
}

const DAY_S = 86_400;

function secondOfDay(at) {
  const { hour, minute, second } = Object.fromEntries(formats.clock.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  return hour * 3600 + minute * 60 + second;
}

/** Seconds until the zone's next full hour of that name; a night in which the clocks change is an hour longer or shorter. */
export function secondsUntil(hour) {
  const from = now();
  const seconds = (hour * 3600 - secondOfDay(from) + DAY_S) % DAY_S || DAY_S;
  const off = secondOfDay(new Date(from.getTime() + seconds * 1000)) - hour * 3600;
  return seconds - off;
}
