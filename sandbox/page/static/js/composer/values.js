// What each type of option accepts and offers, as Discord's client checks it before sending.

export const TYPE = {
  STRING: 3,
  INTEGER: 4,
  BOOLEAN: 5,
  USER: 6,
  CHANNEL: 7,
  ROLE: 8,
  MENTIONABLE: 9,
  NUMBER: 10,
  ATTACHMENT: 11,
};

/** Discord's own bound on a string option. */
const LONGEST_TEXT = 6000;

/** The fixed list an option is chosen from, as {name, value}; null when it is typed freely. */
export function fixedChoices(option, world) {
  if (option.choices?.length > 0) return option.choices;
  const people = () =>
    [...world.people.values()].map(({ id, name }) => ({ name: `@${name}`, value: id }));
  const roles = () => world.roles().map(({ id, name }) => ({ name: `@${name}`, value: id }));
  switch (option.type) {
    case TYPE.BOOLEAN:
      return [
        { name: "True", value: true },
        { name: "False", value: false },
      ];
    case TYPE.USER:
      return people();
    case TYPE.CHANNEL:
      return world
        .textChannels()
        .filter(({ type }) => !option.channel_types || option.channel_types.includes(type))
        .map(({ id, name }) => ({ name: `#${name}`, value: id }));
    case TYPE.ROLE:
      return roles();
    case TYPE.MENTIONABLE:
      return [...people(), ...roles()];
    default:
      return null;
  }
}

/**
 * Reads what was typed for an option.
 * @param choices what fixedChoices gave, or the picked entry of an autocompletion as a list of one
 * @returns {{value}|{problem: string}} value is undefined when nothing was typed and nothing is needed
 */
export function readOption(option, text, choices) {
  if (text.trim() === "") {
    return option.required ? { problem: "This option is required. Specify a value." } : {};
  }
  const chosen = choices?.find(({ name }) => name.toLowerCase() === text.trim().toLowerCase());
  if (chosen) return { value: chosen.value };
  if (choices && !option.autocomplete) return { problem: "Choose one of the suggestions." };
  switch (option.type) {
    case TYPE.INTEGER:
      return readNumber(option, text, /^[-+]?\d{1,15}$/, "a whole number");
    case TYPE.NUMBER:
      return readNumber(option, text, /^[-+]?(\d+\.?\d*|\.\d+)$/, "a number");
    default:
      return readText(option, text);
  }
}

function readNumber({ min_value: least, max_value: most }, text, pattern, what) {
  const value = Number(text.trim());
  const isIn = value >= (least ?? -Infinity) && value <= (most ?? Infinity);
  if (pattern.test(text.trim()) && isIn) return { value };
  return { problem: `Enter ${what}${range(least, most)}.` };
}

function range(least, most) {
  const hasLeast = least !== undefined && least !== null;
  const hasMost = most !== undefined && most !== null;
  if (hasLeast && hasMost) return ` between ${least} and ${most}`;
  if (hasLeast) return ` of at least ${least}`;
  return hasMost ? ` of at most ${most}` : "";
}

function readText({ min_length: least = 0, max_length: most = LONGEST_TEXT }, text) {
  const length = [...text].length;
  if (length < least) return { problem: `Enter at least ${least} characters (now ${length}).` };
  if (length > most) return { problem: `Enter at most ${most} characters (now ${length}).` };
  return { value: text };
}

/** What the bar above the composer adds to an option's description. */
export function limits(option) {
  switch (option.type) {
    case TYPE.INTEGER:
    case TYPE.NUMBER:
      return range(option.min_value, option.max_value).trim();
    case TYPE.STRING:
      return option.max_length ? `up to ${option.max_length} characters` : "";
    default:
      return "";
  }
}
