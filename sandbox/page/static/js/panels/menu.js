// A popup menu at a place of the window: the message menu.

import { h, icon, moveFocus } from "../dom.js";

let closeFormer = () => {};

/**
 * Only one menu is open at a time: a touch held on a message asks for it twice in some browsers.
 * @param {{label, icon?, danger?, run: () => void}[][]} groups entries between lines
 * @param {{x: number, y: number, from: HTMLElement}} place where, and what the focus returns to
 */
export function openMenu(groups, { x, y, from }) {
  closeFormer();
  const close = () => {
    if (!menu.isConnected) return;
    menu.remove();
    document.removeEventListener("pointerdown", outside, true);
    removeEventListener("blur", close);
  };
  const outside = (event) => !menu.contains(event.target) && close();
  const entry = ({ label, icon: drawing, danger, run }) =>
    h(
      "button",
      {
        type: "button",
        role: "menuitem",
        tabindex: -1,
        class: danger ? "menu-entry danger" : "menu-entry",
        onpointermove: ({ currentTarget }) => currentTarget.focus(),
        onclick: () => {
          close();
          from.focus({ preventScroll: true });
          run();
        },
      },
      label,
      drawing && icon(drawing),
    );
  const menu = h(
    "div",
    {
      class: "menu popup",
      role: "menu",
      onkeydown: (event) => {
        moveFocus(event, [...menu.querySelectorAll("[role=menuitem]")]);
        if (event.key === "Escape" || event.key === "Tab") {
          event.preventDefault();
          event.stopPropagation();
          close();
          from.focus({ preventScroll: true });
        }
      },
      oncontextmenu: (event) => event.preventDefault(),
    },
    groups
      .filter((entries) => entries.length > 0)
      .map((entries) => h("div", { role: "group" }, entries.map(entry))),
  );
  closeFormer = close;
  document.body.append(menu);
  const { width, height } = menu.getBoundingClientRect();
  menu.style.left = `${Math.max(8, Math.min(x, innerWidth - width - 8))}px`;
  menu.style.top = `${Math.max(8, Math.min(y, innerHeight - height - 8))}px`;
  document.addEventListener("pointerdown", outside, true);
  addEventListener("blur", close);
  menu.querySelector("[role=menuitem]").focus();
}
