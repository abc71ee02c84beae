// A sentence at the edge of the window that goes away by itself.

import { h } from "../dom.js";

const SHOWN_MS = 6000;

const stack = h("div", { class: "toasts", role: "status", "aria-live": "polite" });

/** @param {"bad"|"good"} mood how it looks */
export function toast(sentence, mood = "bad") {
  if (!stack.isConnected) document.body.append(stack);
  const note = h("div", { class: `toast toast-${mood}` }, sentence);
  stack.append(note);
  setTimeout(() => note.remove(), SHOWN_MS);
}
