// The app's commands as a person meets them: groups taken apart, names in their language.

import { allowsCommand } from "./permissions.js";

const CHAT_INPUT = 1;
const MESSAGE_MENU = 3;
const SUBCOMMAND = 1;
const SUBCOMMAND_GROUP = 2;
const CONTEXT = { text: 0, dm: 1 };

/**
 * What can be typed after "/" here.
 * @returns {{name, shown, description, options}[]} name as Discord routes it ("admin setup"),
 * shown as this person reads it; options with `shown` and `description` likewise
 */
export function slashCommands(world, channel) {
  return world.commands
    .filter(({ type = CHAT_INPUT }) => type === CHAT_INPUT)
    .filter((command) => isOffered(command, channel))
    .flatMap((command) => leaves(command, world.locale));
}

/** The commands of a message's menu: {name, shown}. */
export function messageCommands(world, channel) {
  return world.commands
    .filter(({ type }) => type === MESSAGE_MENU)
    .filter((command) => isOffered(command, channel))
    .map((command) => ({ name: command.name, shown: localName(command, world.locale) }));
}

/** Discord hides what a channel's kind or the person's permissions rule out. */
function isOffered(command, channel) {
  const { contexts, default_member_permissions: needed, nsfw } = command;
  if (contexts && !contexts.includes(CONTEXT[channel.kind])) return false;
  if (channel.kind === "dm") return Boolean(contexts) || command.dm_permission !== false;
  if (nsfw && !channel.nsfw) return false;
  return allowsCommand(channel.permissions, needed);
}

function leaves(command, locale, path = [], shownPath = []) {
  const names = [...path, command.name];
  const shown = [...shownPath, localName(command, locale)];
  const options = command.options ?? [];
  if (options.some(({ type }) => type === SUBCOMMAND || type === SUBCOMMAND_GROUP)) {
    return options.flatMap((option) => leaves(option, locale, names, shown));
  }
  return [
    {
      name: names.join(" "),
      shown: shown.join(" "),
      description: localDescription(command, locale),
      options: options.map((option) => localOption(option, locale)),
    },
  ];
}

function localOption(option, locale) {
  return {
    ...option,
    shown: localName(option, locale),
    description: localDescription(option, locale),
    choices: option.choices?.map((choice) => ({ ...choice, name: localName(choice, locale) })),
  };
}

export function localName(thing, locale) {
  return thing.name_localizations?.[locale] ?? thing.name;
}

function localDescription(thing, locale) {
  return thing.description_localizations?.[locale] ?? thing.description;
}

/** The entries that fit what was typed, the best first: names that begin so, contain it, the rest. */
export function filterEntries(entries, typed, words) {
  const wanted = typed.trim().toLowerCase();
  if (wanted === "") return entries;
  const rank = (entry) => {
    const [name, ...others] = words(entry).map((word) => word.toLowerCase());
    if (name.startsWith(wanted)) return 0;
    if (name.includes(wanted)) return 1;
    return others.some((word) => word.includes(wanted)) ? 2 : Infinity;
  };
  return entries
    .map((entry) => ({ entry, rank: rank(entry) }))
    .filter((ranked) => ranked.rank < Infinity)
    .sort((left, right) => left.rank - right.rank)
    .map(({ entry }) => entry);
}
