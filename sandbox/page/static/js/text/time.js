// Dates and times in the person's own language, and those that count by themselves.

const STYLES = {
  t: { timeStyle: "short" },
  T: { timeStyle: "medium" },
  d: { dateStyle: "short" },
  D: { dateStyle: "long" },
  f: { dateStyle: "long", timeStyle: "short" },
  F: { dateStyle: "full", timeStyle: "short" },
};

const STEPS = [
  ["year", 31_536_000],
  ["month", 2_592_000],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
  ["second", 1],
];

/** The largest count of milliseconds a Date can hold. */
const FURTHEST_MS = 8.64e15;

/** A `<t:…>` of a text; unix in seconds, style one of Discord's letters. */
export function timeElement(unix, style, locale) {
  const time = document.createElement("time");
  const moment = new Date(unix * 1000);
  time.className = "stamp";
  if (Math.abs(unix * 1000) > FURTHEST_MS) {
    time.textContent = "Invalid date";
    return time;
  }
  time.dateTime = moment.toISOString();
  time.title = format(moment, "F", locale);
  time.textContent = style === "R" ? relative(unix, locale) : format(moment, style, locale);
  if (style === "R") time.dataset.relative = unix;
  return time;
}

/** "Today at 16:04", "Yesterday at …" or a short date, as beside an author's name. */
export function messageTime(moment, locale) {
  const days = dayNumber(new Date()) - dayNumber(moment);
  const clock = format(moment, "t", locale);
  if (days === 0) return `Today at ${clock}`;
  if (days === 1) return `Yesterday at ${clock}`;
  return `${format(moment, "d", locale)} ${clock}`;
}

export function format(moment, style, locale) {
  return new Intl.DateTimeFormat(locale, STYLES[style]).format(moment);
}

/** Days since the epoch in local time: equal for two moments of the same day. */
export function dayNumber(moment) {
  return Math.floor((moment.getTime() / 60_000 - moment.getTimezoneOffset()) / 1440);
}

function relative(unix, locale) {
  const seconds = Math.round(unix - Date.now() / 1000);
  const [unit, size] = STEPS.find(([, step]) => Math.abs(seconds) >= step) ?? STEPS.at(-1);
  return new Intl.RelativeTimeFormat(locale, { numeric: "auto" }).format(
    Math.trunc(seconds / size),
    unit,
  );
}

/** Lets every relative time on the page count on. */
export function keepTimesFresh(world) {
  setInterval(() => {
    for (const time of document.querySelectorAll("time[data-relative]")) {
      const text = relative(Number(time.dataset.relative), world.locale);
      if (time.textContent !== text) time.textContent = text;
    }
  }, 1000);
}
