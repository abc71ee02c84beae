// How people, roles and the app are shown: round faces, names and their colours.

import { h, icon } from "./dom.js";

const HUES = ["#7a68e8", "#2b9485", "#cf5266", "#c07c16", "#3a7fd0", "#9457bd", "#5b8c34"];

/** @param face what World.face() gives */
export function avatar(face, className = "avatar") {
  if (face.app)
    return h("span", { class: `${className} avatar-app`, "aria-hidden": "true" }, icon("easel"));
  const hue = face.hue === null ? null : HUES[face.hue % HUES.length];
  const initial = [...face.name][0]?.toUpperCase() ?? "?";
  return h(
    "span",
    { class: className, "aria-hidden": "true", style: hue ? { "--face": hue } : {} },
    initial,
  );
}

/** A name in the colour of its role, toned so that it can be read on either theme. */
export function named(face, className) {
  const color = cssColor(face.color, "currentColor");
  return h("span", { class: `${className} named`, style: { "--name": color } }, face.name);
}

/** A role's name with its colour beside it. */
export function roleFace({ name, color }) {
  const style = { "--role": cssColor(color, "var(--text-muted)") };
  return h("span", { class: "role-face", style }, name);
}

/** A colour as CSS wants it: Discord gives numbers, people have "#rrggbb". */
export function cssColor(color, fallback) {
  if (typeof color === "number") return `#${color.toString(16).padStart(6, "0")}`;
  return /^#[0-9a-f]{6}$/i.test(color ?? "") ? color : fallback;
}
