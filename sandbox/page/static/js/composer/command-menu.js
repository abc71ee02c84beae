// The menu of commands that "/" opens, and the command a line of text names by itself.

import { avatar } from "../avatar.js";
import { filterEntries, slashCommands } from "../commands.js";
import { h } from "../dom.js";
import { TYPE } from "./values.js";

/**
 * What to show in the suggestions for what was typed after "/".
 * @param {(command) => void} choose is told what the person picks
 */
export function commandMenu(typed, world, channel, choose) {
  const words = ({ shown, name, description }) => [shown, name, description];
  const found = filterEntries(slashCommands(world, channel), typed, words);
  return {
    title: typed ? `Commands matching /${typed}` : "Commands",
    items: found.map((command) => menuItem(command, world)),
    empty:
      world.commands.length === 0
        ? "The bot has not published its commands yet."
        : "No command matches.",
    pick: ({ command }) => choose(command),
  };
}

function menuItem(command, world) {
  const needed = command.options.filter(({ required }) => required);
  const names = needed.map(({ shown }) => h("span", { class: "option-name" }, shown));
  return {
    label: command.shown,
    node: ["/", command.shown, ...names],
    description: command.description,
    mark: avatar(world.face(world.app.id), "avatar avatar-command"),
    note: world.app.name,
    command,
  };
}

/**
 * "/imagine " or "/imagine a cat", typed or pasted, is a choice made: the words after the name go
 * into the first option that takes words.
 * @returns {{command, values: object}|null}
 */
export function wholeCommand(text, world, channel) {
  const fits = ({ shown }) => text.toLowerCase().startsWith(`/${shown.toLowerCase()} `);
  const command = slashCommands(world, channel).find(fits);
  if (!command) return null;
  const rest = text.slice(command.shown.length + 2).trim();
  const taker = command.options.find(({ type }) => type === TYPE.STRING);
  return { command, values: rest && taker ? { [taker.name]: rest } : {} };
}
