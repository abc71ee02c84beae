// The list above the composer: commands, choices, optional options. The focus stays in the text;
// the list is told about keys and says which entry is active.

import { freshId, h } from "../dom.js";

export class Suggestions {
  #items = [];
  #active = -1;
  #pick = null;
  #owner = null;
  #title = h("div", { class: "suggestions-title" });
  #list = h("ul", { role: "listbox", id: freshId("suggestions"), "aria-label": "Suggestions" });

  constructor() {
    this.element = h("div", { class: "suggestions popup", hidden: true }, this.#title, this.#list);
    // A press must not take the focus from the text the list belongs to.
    this.element.addEventListener("mousedown", (event) => event.preventDefault());
  }

  get isOpen() {
    return !this.element.hidden;
  }

  /** Whether Enter would choose an entry. */
  get hasActive() {
    return this.isOpen && this.#active >= 0;
  }

  /**
   * @param {HTMLElement} owner the text field the list speaks for
   * @param {{title: string, items: {label, description?, mark?, node?}[], empty?: string,
   *   pick: (item) => void, active?: number}} what
   */
  show(owner, { title, items, empty = "", pick, active = 0 }) {
    this.#release();
    this.#owner = owner;
    this.#items = items;
    this.#pick = pick;
    this.#title.textContent = title;
    this.#list.replaceChildren(...items.map((item, index) => this.#row(item, index)));
    if (items.length === 0) this.#list.append(h("li", { class: "suggestions-empty" }, empty));
    this.element.hidden = items.length === 0 && !empty;
    owner.setAttribute("aria-controls", this.#list.id);
    owner.setAttribute("aria-expanded", String(this.isOpen));
    this.#activate(items.length > 0 ? active : -1);
  }

  hide() {
    this.#release();
    this.element.hidden = true;
  }

  /** Takes a key of the owner; true when the list used it up. */
  key(event) {
    if (!this.isOpen || event.isComposing) return false;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const count = this.#items.length;
      if (count === 0) return false;
      const step = event.key === "ArrowDown" ? 1 : -1;
      const from = this.#active < 0 && step < 0 ? 0 : this.#active;
      this.#activate((from + step + count) % count);
    } else if ((event.key === "Enter" || event.key === "Tab") && this.hasActive) {
      this.#choose(this.#active);
    } else if (event.key === "Escape") {
      this.hide();
    } else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }

  #row(item, index) {
    return h(
      "li",
      {
        role: "option",
        id: `${this.#list.id}-${index}`,
        "aria-selected": "false",
        onclick: () => this.#choose(index),
        onpointermove: () => this.#activate(index),
      },
      item.mark,
      h(
        "span",
        { class: "suggestion-words" },
        h("span", { class: "suggestion-label" }, item.node ?? item.label),
        item.description && h("span", { class: "suggestion-description" }, item.description),
      ),
      item.note && h("span", { class: "suggestion-note" }, item.note),
    );
  }

  #choose(index) {
    const item = this.#items[index];
    const pick = this.#pick;
    this.hide();
    pick(item);
  }

  #activate(index) {
    const rows = this.#list.querySelectorAll("[role=option]");
    rows[this.#active]?.setAttribute("aria-selected", "false");
    this.#active = index;
    const row = rows[index];
    if (!row) {
      this.#owner?.removeAttribute("aria-activedescendant");
      return;
    }
    row.setAttribute("aria-selected", "true");
    row.scrollIntoView({ block: "nearest" });
    this.#owner.setAttribute("aria-activedescendant", row.id);
  }

  #release() {
    this.#owner?.setAttribute("aria-expanded", "false");
    this.#owner?.removeAttribute("aria-activedescendant");
    this.#active = -1;
  }
}
