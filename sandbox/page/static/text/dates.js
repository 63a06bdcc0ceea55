// Slack's date tokens, in the time zone of the person who is signed in.

const FORMS = {
  date_num: { year: "numeric", month: "2-digit", day: "2-digit" },
  date_slash: { year: "numeric", month: "2-digit", day: "2-digit" },
  date: { year: "numeric", month: "long", day: "numeric" },
  date_short: { year: "numeric", month: "short", day: "numeric" },
  date_long: { weekday: "long", year: "numeric", month: "long", day: "numeric" },
  time: { hour: "numeric", minute: "2-digit" },
  time_secs: { hour: "numeric", minute: "2-digit", second: "2-digit" },
};
const DAY = 86_400_000;

const written = (when, form, zone) =>
  new Intl.DateTimeFormat(undefined, { ...form, timeZone: zone }).format(when);

const dayNumber = (when, zone) => {
  const parts = new Intl.DateTimeFormat("en-CA", { timeZone: zone, dateStyle: "short" }).format(when);
  return Math.round(Date.parse(parts) / DAY);
};

/** "today", "yesterday" or "tomorrow", or null for any other day. */
function nearDay(when, { zone, now }) {
  return { "-1": "yesterday", 0: "today", 1: "tomorrow" }[dayNumber(when, zone) - dayNumber(now, zone)] ?? null;
}

function ago(when, now) {
  const minutes = Math.round((when - now) / 60_000);
  const words = new Intl.RelativeTimeFormat(undefined, { numeric: "auto" });
  if (Math.abs(minutes) < 60) return words.format(minutes, "minute");
  if (Math.abs(minutes) < 48 * 60) return words.format(Math.round(minutes / 60), "hour");
  return words.format(Math.round(minutes / 1440), "day");
}

/**
 * Fills the tokens of a `<!date^…>` format.
 * @param {number} seconds unix time
 * @param {string} format for example `{date_short_pretty} {time}`
 * @param {{zone?: string, now: number}} reader zone of the reader; now in milliseconds
 */
export function formatDate(seconds, format, reader) {
  const when = seconds * 1000;
  return format.replace(/\{(\w+)\}/g, (token, name) => {
    if (name === "ago") return ago(when, reader.now);
    const form = FORMS[name.replace(/_pretty$/, "")];
    if (!form) return token;
    const near = name.endsWith("_pretty") ? nearDay(when, reader) : null;
    return near ?? written(when, form, reader.zone);
  });
}

/** The hour and minute of a moment, for the margin of a message. */
export const formatTime = (seconds, reader) => written(seconds * 1000, FORMS.time, reader.zone);

/** Names the day of a moment: "Today", "Yesterday" or the date. */
export function formatDay(seconds, reader) {
  const day = formatDate(seconds, "{date_long_pretty}", reader);
  return day[0].toUpperCase() + day.slice(1);
}
