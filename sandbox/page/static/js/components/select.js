// Select menus: a button that opens a listbox, for one value or several.

import { h, icon, freshId, moveFocus } from "../dom.js";
import { emoji } from "./button.js";
import { selectOptions } from "./options.js";

/**
 * @param component Discord's select component
 * @param {{world, busy?: boolean, chosen: (values: string[]) => void}} use what a choice leads to
 * @returns an element; it carries the choice on when the list closes, as Discord does
 */
export function selectMenu(component, use) {
  return new SelectMenu(component, use).element;
}

class SelectMenu {
  #component;
  #options;
  #chosen;
  #picked;
  #before = "";
  #face = h("span", { class: "select-face" });
  #opener;
  #list;

  constructor(component, { world, busy = false, chosen }) {
    this.#component = component;
    this.#chosen = chosen;
    this.#options = selectOptions(component, world);
    this.#picked = new Set(
      this.#options.filter((option) => option.default).map(({ value }) => value),
    );
    this.#list = this.#drawList();
    this.#opener = this.#drawOpener(busy);
    this.element = h("div", { class: "select" }, this.#opener, this.#list);
    this.element.addEventListener("focusout", ({ relatedTarget }) => {
      if (!this.element.contains(relatedTarget)) this.#close();
    });
    this.#drawFace();
  }

  get #most() {
    return this.#component.max_values ?? 1;
  }

  #drawOpener(busy) {
    return h(
      "button",
      {
        type: "button",
        class: busy ? "select-opener busy" : "select-opener",
        role: "combobox",
        "aria-haspopup": "listbox",
        "aria-expanded": "false",
        "aria-controls": this.#list.id,
        "aria-label": this.#component.placeholder ?? "Make a selection",
        disabled: this.#component.disabled,
        dataset: { customId: this.#component.custom_id },
        onclick: () => (this.#list.hidden ? this.#open() : this.#close()),
        onkeydown: (event) => this.#openerKey(event),
      },
      this.#face,
      icon("chevron"),
    );
  }

  #drawList() {
    return h("ul", {
      class: "select-list popup",
      id: freshId("select"),
      role: "listbox",
      "aria-multiselectable": this.#most > 1 ? "true" : null,
      hidden: true,
      onkeydown: (event) => this.#listKey(event),
    });
  }

  #drawFace() {
    const labels = this.#options.filter(({ value }) => this.#picked.has(value)).map(optionFace);
    const empty = h(
      "span",
      { class: "placeholder" },
      this.#component.placeholder ?? "Make a selection",
    );
    this.#face.replaceChildren(...(labels.length > 0 ? labels : [empty]));
  }

  #drawOption(option) {
    const row = h(
      "li",
      { role: "option", tabindex: -1, "aria-selected": String(this.#picked.has(option.value)) },
      h(
        "span",
        { class: "option-words" },
        optionFace(option),
        option.description && h("small", {}, option.description),
      ),
      h("span", { class: "option-check" }, icon("check")),
    );
    row.addEventListener("click", () => this.#pick(option, row));
    return row;
  }

  #open() {
    this.#list.replaceChildren(...this.#options.map((option) => this.#drawOption(option)));
    this.#list.hidden = false;
    this.element.classList.toggle("upward", this.#lacksRoom());
    this.#opener.setAttribute("aria-expanded", "true");
    this.#before = [...this.#picked].join();
    (this.#list.querySelector("[aria-selected=true]") ?? this.#list.firstElementChild)?.focus();
  }

  /** Whether the list would reach out of what scrolls around it, and fits better above. */
  #lacksRoom() {
    const around = this.element.closest(".scroller, .form-fields").getBoundingClientRect();
    const { top, bottom } = this.#opener.getBoundingClientRect();
    const room = around.bottom - bottom;
    return room < this.#list.offsetHeight + 8 && top - around.top > room;
  }

  #close({ commit = true } = {}) {
    if (this.#list.hidden) return;
    this.#list.hidden = true;
    this.#opener.setAttribute("aria-expanded", "false");
    this.#drawFace();
    const values = [...this.#picked];
    const isEnough = values.length >= (this.#component.min_values ?? 1);
    if (commit && isEnough && values.join() !== this.#before) this.#chosen(values);
  }

  #pick({ value }, row) {
    if (this.#most === 1) this.#picked.clear();
    if (this.#picked.has(value)) this.#picked.delete(value);
    else if (this.#picked.size < this.#most) this.#picked.add(value);
    row.setAttribute("aria-selected", String(this.#picked.has(value)));
    if (this.#most > 1) return;
    this.#close();
    this.#opener.focus();
  }

  #openerKey(event) {
    if (event.key !== "ArrowDown" || !this.#list.hidden) return;
    event.preventDefault();
    this.#open();
  }

  #listKey(event) {
    moveFocus(event, [...this.#list.children]);
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      document.activeElement.click();
    }
    if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      this.#close({ commit: false });
      this.#opener.focus();
    }
  }
}

function optionFace(option) {
  return h("span", { class: "option-face" }, emoji(option.emoji), h("span", {}, option.label));
}
