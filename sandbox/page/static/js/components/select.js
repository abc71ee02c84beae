// Select menus: a button that opens a listbox, for one value or several; long ones are searched.

import { h, icon, freshId, moveFocus } from "../dom.js";
import { filterEntries } from "../commands.js";
import { emoji } from "./button.js";
import { KIND } from "./kinds.js";
import { selectOptions } from "./options.js";

/** As many as Discord shows of people, roles or channels at once. */
const MOST_SHOWN = 25;

/**
 * @param component Discord's select component
 * @param {{world, busy?: boolean, kept?: string[]|null, chosen: (values: string[]) => void}} use what
 * was chosen before, and what a choice leads to
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
  #search = null;
  #count = h("p", { class: "select-count", "aria-live": "polite" });
  #popup;

  constructor(component, { world, busy = false, kept = null, chosen }) {
    this.#component = component;
    this.#chosen = chosen;
    this.#options = selectOptions(component, world);
    const preset = this.#options.filter((option) => option.default).map(({ value }) => value);
    this.#picked = new Set(kept ?? preset);
    this.#list = this.#drawList();
    if (component.type !== KIND.STRING_SELECT) this.#search = this.#drawSearch();
    this.#popup = h(
      "div",
      { class: "select-popup popup", hidden: true },
      this.#search,
      this.#list,
      this.#most > 1 && this.#count,
    );
    this.#opener = this.#drawOpener(busy);
    this.element = h("div", { class: "select" }, this.#opener, this.#popup);
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
        onclick: () => (this.#popup.hidden ? this.#open() : this.#close()),
        onkeydown: (event) => this.#openerKey(event),
      },
      this.#face,
      icon("chevron"),
    );
  }

  #drawList() {
    return h("ul", {
      class: "select-list",
      id: freshId("select"),
      role: "listbox",
      "aria-label": this.#component.placeholder ?? "Options",
      "aria-multiselectable": this.#most > 1 ? "true" : null,
      onkeydown: (event) => this.#listKey(event),
    });
  }

  #drawSearch() {
    return h("input", {
      type: "search",
      class: "select-search",
      placeholder: "Search",
      "aria-label": "Search",
      "aria-controls": this.#list.id,
      oninput: () => this.#drawOptions(),
      onkeydown: (event) => this.#searchKey(event),
    });
  }

  #drawOptions() {
    const typed = this.#search?.value ?? "";
    const found = filterEntries(this.#options, typed, ({ label }) => [label]);
    const shown = this.#search ? found.slice(0, MOST_SHOWN) : found;
    const empty = h("li", { class: "select-none" }, "Nothing found.");
    const rows = shown.map((option) => this.#drawOption(option));
    this.#list.replaceChildren(...(rows.length > 0 ? rows : [empty]));
    this.#drawCount();
  }

  #drawCount() {
    const { min_values: least = 1 } = this.#component;
    const isEnough = this.#picked.size >= least;
    const needed = isEnough ? `up to ${this.#most}` : `at least ${least}`;
    this.#count.textContent = `${this.#picked.size} chosen, ${needed}`;
    this.#count.classList.toggle("wrong", !isEnough);
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
    if (this.#search) this.#search.value = "";
    this.#drawOptions();
    this.#popup.hidden = false;
    this.element.classList.toggle("upward", this.#lacksRoom());
    this.#opener.setAttribute("aria-expanded", "true");
    this.#before = [...this.#picked].join();
    const chosen = this.#list.querySelector("[aria-selected=true]");
    (this.#search ?? chosen ?? this.#list.firstElementChild)?.focus({ preventScroll: true });
  }

  /** Whether the list would reach out of what scrolls around it, and fits better above. */
  #lacksRoom() {
    const around = this.element.closest(".scroller, .form-fields").getBoundingClientRect();
    const { top, bottom } = this.#opener.getBoundingClientRect();
    const room = around.bottom - bottom;
    return room < this.#popup.offsetHeight + 8 && top - around.top > room;
  }

  #close({ commit = true } = {}) {
    if (this.#popup.hidden) return;
    this.#popup.hidden = true;
    this.#opener.setAttribute("aria-expanded", "false");
    const isEnough = this.#picked.size >= (this.#component.min_values ?? 1);
    if (!commit || !isEnough) this.#picked = new Set(this.#before.split(",").filter(Boolean));
    this.#drawFace();
    const values = [...this.#picked];
    if (commit && values.join() !== this.#before) this.#chosen(values);
  }

  #pick({ value }, row) {
    if (this.#most === 1) this.#picked.clear();
    if (this.#picked.has(value)) this.#picked.delete(value);
    else if (this.#picked.size < this.#most) this.#picked.add(value);
    row.setAttribute("aria-selected", String(this.#picked.has(value)));
    this.#drawCount();
    if (this.#most > 1) return;
    this.#close();
    this.#opener.focus();
  }

  #openerKey(event) {
    if (event.key !== "ArrowDown" || !this.#popup.hidden) return;
    event.preventDefault();
    this.#open();
  }

  #searchKey(event) {
    const first = this.#list.querySelector("[role=option]");
    if (event.key === "ArrowDown" && first) {
      event.preventDefault();
      first.focus();
    } else if (event.key === "Enter") {
      event.preventDefault();
      first?.click();
    } else if (event.key === "Escape") this.#escape(event);
  }

  #escape(event) {
    event.preventDefault();
    event.stopPropagation();
    this.#close({ commit: false });
    this.#opener.focus();
  }

  #listKey(event) {
    moveFocus(event, [...this.#list.children]);
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      document.activeElement.click();
    }
    if (event.key === "Escape") this.#escape(event);
  }
}

function optionFace(option) {
  const inside = option.face?.() ?? [emoji(option.emoji), h("span", {}, option.label)];
  return h("span", { class: "option-face" }, inside);
}
