// Emoji that Slack apps use for states and greetings: shortcode, character and, where the page draws
// its own picture of it, the icon. Own icons because many machines have no emoji font.

const TABLE = [
  ["white_check_mark", "✅", "ok"],
  ["heavy_check_mark", "✔️", "ok"],
  ["ballot_box_with_check", "☑️", "ok"],
  ["large_green_circle", "🟢", "ok"],
  ["x", "❌", "no"],
  ["no_entry", "⛔", "stop"],
  ["no_entry_sign", "🚫", "stop"],
  ["red_circle", "🔴", "stop"],
  ["octagonal_sign", "🛑", "stop"],
  ["warning", "⚠️", "warning"],
  ["large_yellow_circle", "🟡", "warning"],
  ["rotating_light", "🚨", "alarm"],
  ["hourglass_flowing_sand", "⏳", "hourglass"],
  ["hourglass", "⌛", "hourglass"],
  ["clock1", "🕐", "clock"],
  ["stopwatch", "⏱️", "clock"],
  ["alarm_clock", "⏰", "clock"],
  ["arrows_counterclockwise", "🔄", "refresh"],
  ["repeat", "🔁", "refresh"],
  ["mag", "🔍", "search"],
  ["bell", "🔔", "bell"],
  ["lock", "🔒", "lock"],
  ["question", "❓", "question"],
  ["grey_question", "❔", "question"],
  ["information_source", "ℹ️", "info"],
  ["leftwards_arrow_with_hook", "↩️", "undo"],
  ["envelope", "✉️", "envelope"],
  ["incoming_envelope", "📨", "envelope"],
  ["outbox_tray", "📤", "envelope"],
  ["link", "🔗", "link"],
  ["pencil2", "✏️", "pencil"],
  ["pencil", "📝", "pencil"],
  ["memo", "📝", "pencil"],
  ["bulb", "💡", "bulb"],
  ["vertical_traffic_light", "🚦", "light"],
  ["traffic_light", "🚥", "light"],
  ["bust_in_silhouette", "👤", "person"],
  ["wastebasket", "🗑️", "bin"],
  ["calendar", "📅", "calendar"],
  ["spiral_calendar_pad", "🗓️", "calendar"],
  ["busts_in_silhouette", "👥", "person"],
  ["label", "🏷️", "label"],
  ["electric_plug", "🔌", "plug"],
  ["unlock", "🔓", "unlocked"],
  ["arrow_right", "➡️", "arrow"],
  ["card_file_box", "🗃️", "drawer"],
  ["handshake", "🤝", "handshake"],
  ["heavy_minus_sign", "➖", "minus"],
  ["wave", "👋", "hand"],
  ["gear", "⚙️"],
  ["tada", "🎉"],
  ["raised_hands", "🙌"],
  ["eyes", "👀"],
  ["thumbsup", "👍"],
  ["+1", "👍"],
  ["-1", "👎"],
  ["point_right", "👉"],
  ["speech_balloon", "💬"],
  ["mega", "📣"],
  ["loudspeaker", "📢"],
  ["rocket", "🚀"],
  ["sparkles", "✨"],
  ["robot_face", "🤖"],
  ["house", "🏠"],
  ["slightly_smiling_face", "🙂"],
  ["pray", "🙏"],
  ["clipboard", "📋"],
  ["bar_chart", "📊"],
];

/** @typedef {{name: string, char: string, icon?: string}} Emoji */

const byName = new Map(TABLE.map(([name, char, icon]) => [name, { name, char, icon }]));
const bare = (char) => char.replace("\uFE0F", "");
const byChar = new Map([...TABLE].reverse().map(([name, char, icon]) => [bare(char), { name, char, icon }]));

/** @returns {Emoji|undefined} */
export const named = (name) => byName.get(name.split("::")[0]);

/** @returns {Emoji|undefined} */
export const pictured = (char) => byChar.get(bare(char));

/** Finds the characters of the table that the page draws itself. */
export const DRAWN = new RegExp(
  `(?:${[...byChar.values()].filter((each) => each.icon).map((each) => bare(each.char)).join("|")})\uFE0F?`,
  "gu",
);
