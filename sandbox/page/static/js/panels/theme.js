// Dark or light: the system's wish until the person says otherwise.

import { icon, iconButton } from "../dom.js";

const KEY = "easel-sandbox-theme";
const system = matchMedia("(prefers-color-scheme: dark)");

function current() {
  return document.documentElement.dataset.theme ?? (system.matches ? "dark" : "light");
}

/** Applies what was chosen earlier; call before anything is drawn. */
export function restoreTheme() {
  const chosen = localStorage.getItem(KEY);
  if (chosen === "dark" || chosen === "light") document.documentElement.dataset.theme = chosen;
}

export function themeButton() {
  const button = iconButton("sun", "", { class: "theme-button" });
  const draw = () => {
    const other = current() === "dark" ? "light" : "dark";
    const label = `Switch to the ${other} theme`;
    button.title = label;
    button.setAttribute("aria-label", label);
    button.replaceChildren(icon(other === "light" ? "sun" : "moon"));
  };
  button.addEventListener("click", () => {
    const other = current() === "dark" ? "light" : "dark";
    document.documentElement.dataset.theme = other;
    localStorage.setItem(KEY, other);
    draw();
  });
  system.addEventListener("change", draw);
  draw();
  return button;
}
