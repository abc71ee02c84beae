// The switches of the relay's faults, in groups, found by words.

import { filterEntries } from "../commands.js";
import { h } from "../dom.js";

/** How often a fault strikes while it is on: the share of requests or tasks it meets. */
const CHANCES = [0.1, 0.25, 0.5, 1];
const FIRST_CHANCE = 1;

/**
 * @param {HTMLElement} into
 * @param {{name, title, on, chance, group}[]} faults
 * @param {string} search
 * @param {(name: string, chance: number) => void} change 0 switches off
 */
export function drawFaults(into, faults, search, change) {
  const focused = into.contains(document.activeElement) ? document.activeElement.id : "";
  const found = filterEntries(faults, search, ({ title, name }) => [title, name]);
  const inOrder = [...found].sort((left, right) => Number(right.on) - Number(left.on));
  const groups = Map.groupBy(inOrder, groupOf);
  into.replaceChildren(
    ...[...groups].flatMap(([group, members]) => [
      h("h4", {}, group),
      ...members.map((fault) => row(fault, change)),
    ]),
    found.length === 0 ? h("p", { class: "faults-none" }, "No fault matches.") : "",
  );
  if (focused) document.getElementById(focused)?.focus();
}

/** The relay names the stage a fault strikes at; here it is told in words. */
const GROUPS = {
  request: "Any request",
  submit: "Handing in a task",
  task: "How the task goes",
  answer: "The answer to a submit",
  rows: "What is told of a task",
  list: "Asking for many tasks",
  picture: "Pictures",
  callback: "Callbacks",
};

/** Those that are on stand first, so that none is forgotten. */
function groupOf({ on, group }) {
  return on ? "On now" : (GROUPS[group] ?? group);
}

function row({ name, title, on, chance }, change) {
  const id = `fault-${name}`;
  return h(
    "div",
    { class: on ? "fault on" : "fault" },
    h("label", { for: id }, title),
    on && chanceSelect(name, title, chance, change),
    h("input", {
      type: "checkbox",
      role: "switch",
      class: "switch",
      id,
      checked: on,
      onchange: ({ currentTarget }) => change(name, currentTarget.checked ? FIRST_CHANCE : 0),
    }),
  );
}

function chanceSelect(name, title, chance, change) {
  const offered = [...new Set([...CHANCES, chance])].sort((left, right) => left - right);
  return h(
    "select",
    {
      class: "chance",
      id: `chance-${name}`,
      "aria-label": `How often: ${title}`,
      onchange: ({ currentTarget }) => change(name, Number(currentTarget.value)),
    },
    offered.map((value) =>
      h(
        "option",
        { value, selected: value === chance },
        value === 1 ? "always" : `${Math.round(value * 100)} %`,
      ),
    ),
  );
}
