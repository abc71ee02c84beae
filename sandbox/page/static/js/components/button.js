// Buttons of a message in Discord's five styles.

import { h, icon, safeUrl } from "../dom.js";

const STYLE = { 1: "primary", 2: "secondary", 3: "success", 4: "danger", 5: "link" };
const LINK = 5;

export function drawButton(button, scene) {
  const className = `press press-${STYLE[button.style] ?? "secondary"}`;
  if (button.style === LINK) return drawLink(button, className);
  const busy = scene.busy.has(button.custom_id);
  return h(
    "button",
    {
      type: "button",
      class: busy ? `${className} busy` : className,
      disabled: button.disabled,
      "aria-busy": busy ? "true" : null,
      "aria-label": button.label ? null : (button.emoji?.name ?? "Button"),
      dataset: { customId: button.custom_id },
      onclick: () => !busy && scene.actions.press(scene.message, button.custom_id),
    },
    face(button),
    busy && h("span", { class: "dots", "aria-hidden": "true" }, h("i"), h("i"), h("i")),
  );
}

function drawLink(button, className) {
  const href = button.disabled ? null : safeUrl(button.url);
  return h(
    "a",
    {
      class: className,
      href,
      target: "_blank",
      rel: "noopener noreferrer",
      role: href ? null : "link",
    },
    face(button),
    icon("external"),
  );
}

function face(button) {
  return h(
    "span",
    { class: "press-face" },
    emoji(button.emoji),
    button.label && h("span", { class: "press-label" }, button.label),
  );
}

/** An emoji of a button or option; a server's own has no picture here, so it shows its name. */
export function emoji(value) {
  if (!value) return null;
  if (value.id) return h("span", { class: "emoji-name" }, `:${value.name}:`);
  return h("span", { class: "emoji" }, value.name);
}
