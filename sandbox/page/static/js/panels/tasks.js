// The relay's newest tasks with their progress.

import { h } from "../dom.js";

const MOODS = { SUCCESS: "good", FAILURE: "bad", CANCEL: "bad", MODAL: "waiting" };

/** @param {{id, action, status, progress, prompt}[]} tasks newest first */
export function drawTasks(into, tasks) {
  if (tasks.length === 0) {
    into.replaceChildren(
      h("li", { class: "tasks-none" }, "Nothing yet. Ask the bot for a picture."),
    );
    return;
  }
  into.replaceChildren(...tasks.map(row));
}

function row({ id, action, status, progress, prompt }) {
  const percent = /^\d+(\.\d+)?%$/.test(progress ?? "") ? progress : "0%";
  return h(
    "li",
    { class: `relay-task mood-${MOODS[status] ?? "running"}` },
    h(
      "div",
      { class: "relay-task-head" },
      h("strong", {}, action),
      h("span", {}, status || "NOT YET"),
      h("code", {}, id),
    ),
    h("p", {}, prompt),
    h("div", { class: "bar" }, h("span", { style: { width: percent } })),
  );
}
