// One option of the command being typed: a chip with its name and a place for its value.

import { h } from "../dom.js";
import { filterEntries, localName } from "../commands.js";
import { fixedChoices, readOption } from "./values.js";

/** Discord asks the bot for suggestions only when typing rests for a moment. */
const REST_MS = 250;
const MOST_SHOWN = 25;

/**
 * Fires "focus", "change", "leave" (Backspace in an empty optional one) and "done" (a suggestion
 * was picked) towards the command line, which decides what follows.
 */
export class Field extends EventTarget {
  #suggestions;
  #ask;
  #choices;
  #picked = null;
  #asked = 0;
  #timer = null;

  /**
   * @param option an option of commands.js
   * @param {{world, suggestions, ask: (field) => Promise<{choices: object[]}>}} with
   */
  constructor(option, { world, suggestions, ask }) {
    super();
    this.option = option;
    this.#suggestions = suggestions;
    this.#ask = ask;
    this.#choices = fixedChoices(option, world);
    this.locale = world.locale;
    this.box = this.#drawBox();
    this.element = h(
      "span",
      { class: "chip", dataset: { option: option.name }, onclick: () => this.focus() },
      h("span", { class: "chip-name", "aria-hidden": "true" }, option.shown),
      this.box,
    );
  }

  get text() {
    return this.box.textContent;
  }

  set text(text) {
    this.box.textContent = text;
    this.#changed();
  }

  /** {value} or {problem}, see readOption. */
  read() {
    const choices = this.option.autocomplete ? [this.#picked].filter(Boolean) : this.#choices;
    return readOption(this.option, this.text, choices);
  }

  /** Puts in a value as the bot knows it; a choice shows by its name. */
  fill(value) {
    const choice = this.#choices?.find((candidate) => candidate.value === value);
    this.text = choice ? choice.name : String(value);
  }

  focus() {
    if (document.activeElement === this.box) return;
    this.box.focus();
    const selection = getSelection();
    selection.selectAllChildren(this.box);
    selection.collapseToEnd();
  }

  setProblem(isWrong) {
    this.element.classList.toggle("wrong", isWrong);
    this.box.setAttribute("aria-invalid", String(isWrong));
  }

  /** Stops what is still under way: the command line is gone. */
  drop() {
    clearTimeout(this.#timer);
    this.#asked += 1;
  }

  #drawBox() {
    const hasList = this.#choices !== null || this.option.autocomplete;
    return h("span", {
      class: "chip-value",
      contenteditable: "plaintext-only",
      role: hasList ? "combobox" : "textbox",
      "aria-label": this.option.shown,
      "aria-description": this.option.description,
      "aria-required": this.option.required ? "true" : null,
      "aria-autocomplete": hasList ? "list" : null,
      "aria-expanded": hasList ? "false" : null,
      "aria-multiline": hasList ? null : "true",
      spellcheck: "false",
      onfocus: () => {
        this.dispatchEvent(new Event("focus"));
        this.#suggest();
      },
      onblur: () => {
        this.#suggestions.hide();
        if (this.text !== "") this.setProblem("problem" in this.read());
      },
      oninput: () => {
        this.#changed();
        this.#suggest();
      },
      onkeydown: (event) => this.#key(event),
    });
  }

  #changed() {
    if (!("problem" in this.read())) this.setProblem(false);
    this.dispatchEvent(new Event("change"));
  }

  #key(event) {
    if (this.#suggestions.key(event)) return;
    if (event.key === "Backspace" && this.text === "") {
      event.preventDefault();
      this.dispatchEvent(new Event("leave"));
    }
  }

  #suggest() {
    if (this.option.autocomplete) this.#askSoon();
    else if (this.#choices !== null) this.#offer(this.#matching(), "No options match your search.");
  }

  #matching() {
    const isWhole = this.#choices.some(({ name }) => name === this.text.trim());
    return isWhole ? this.#choices : filterEntries(this.#choices, this.text, ({ name }) => [name]);
  }

  #askSoon() {
    clearTimeout(this.#timer);
    const number = (this.#asked += 1);
    this.#timer = setTimeout(() => this.#askNow(number), REST_MS);
  }

  async #askNow(number) {
    const isStale = () => number !== this.#asked || document.activeElement !== this.box;
    try {
      const { choices } = await this.#ask(this);
      if (isStale()) return;
      const local = choices.map((choice) => ({ ...choice, name: localName(choice, this.locale) }));
      // What has no suggestions is still a good text: a list that says so would only be in the way.
      this.#offer(local, "", -1);
    } catch {
      if (!isStale()) this.#offer([], "Loading options failed.");
    }
  }

  /**
   * A free text keeps Enter for sending: nothing is active in its list until an arrow key.
   * `empty` is said when there is nothing to offer; without it the list stays away.
   */
  #offer(choices, empty, active = 0) {
    const items = choices
      .slice(0, MOST_SHOWN)
      .map(({ name, value }) => ({ label: name, name, value }));
    const pick = (item) => {
      this.#picked = item;
      this.text = item.name;
      this.dispatchEvent(new Event("done"));
    };
    this.#suggestions.show(this.box, { title: this.option.shown, items, empty, pick, active });
  }
}
