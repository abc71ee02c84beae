// A chosen command with its options as chips: required ones first, optional ones on demand.

import { h } from "../dom.js";
import { AttachmentField } from "./attachment.js";
import { Field } from "./field.js";
import { TYPE, limits } from "./values.js";

/**
 * Fires "send", "leave" (back to plain text) and "hint" (detail: what the bar above should say).
 */
export class CommandLine extends EventTarget {
  #fields = [];
  #world;
  #suggestions;
  #ask;
  #more;
  #cards = h("div", { class: "upload-cards", hidden: true });
  #chips = h("span", { class: "chips" });

  /**
   * @param command one of slashCommands()
   * @param {{world, suggestions, ask: (command, options, focused) => Promise}} with
   */
  constructor(command, { world, suggestions, ask }) {
    super();
    this.command = command;
    this.#world = world;
    this.#suggestions = suggestions;
    this.#ask = ask;
    this.#more = h("button", {
      type: "button",
      class: "more-options",
      "aria-haspopup": "listbox",
      onclick: () => this.#offerOptional(),
      onkeydown: (event) => this.#moreKey(event),
      onblur: () => suggestions.hide(),
    });
    this.element = h(
      "div",
      {
        class: "command-line",
        role: "group",
        tabindex: "-1",
        "aria-label": `Command ${command.shown}`,
        onkeydown: (event) => this.#key(event),
      },
      h("span", { class: "command-name" }, `/${command.shown}`),
      this.#chips,
      this.#more,
    );
    for (const option of command.options.filter(({ required }) => required)) this.#add(option);
    this.#drawMore();
  }

  /** The cards of attachment options, to stand above the line. */
  get cards() {
    return this.#cards;
  }

  /** Puts in values by option name; those the command does not have are left out. */
  fill(values) {
    for (const [name, value] of Object.entries(values)) {
      const option = this.command.options.find((candidate) => candidate.name === name);
      if (option) (this.#field(name) ?? this.#add(option)).fill(value);
    }
  }

  /** Goes to the first option that still wants a value, else to the last one. */
  focus() {
    const next = this.#fields.find((field) => "problem" in field.read()) ?? this.#fields.at(-1);
    if (next) next.focus();
    else this.element.focus(); // nothing has to be filled in: Enter sends it
  }

  /**
   * The values to send, by option name; null when one is wrong, which is shown and gets the focus.
   */
  values() {
    const read = this.#fields.map((field) => ({ field, ...field.read() }));
    for (const { field, problem } of read) field.setProblem(problem !== undefined);
    const wrong = read.find(({ problem }) => problem !== undefined);
    if (wrong) {
      wrong.field.focus();
      this.#hint({ option: wrong.field.option, problem: wrong.problem });
      return null;
    }
    return Object.fromEntries(
      read
        .filter(({ value }) => value !== undefined)
        .map(({ field, value }) => [field.option.name, value]),
    );
  }

  /** A dropped or pasted file goes to the first empty attachment option; false if there is none. */
  takeFile(file) {
    const isFree = (field) => field instanceof AttachmentField && field.isEmpty;
    const free =
      this.#fields.find(isFree) ?? this.#addFirst(({ type }) => type === TYPE.ATTACHMENT);
    free?.take(file);
    return free !== undefined;
  }

  drop() {
    for (const field of this.#fields) field.drop();
  }

  #field(name) {
    return this.#fields.find(({ option }) => option.name === name);
  }

  #absent() {
    return this.command.options.filter(({ name }) => !this.#field(name));
  }

  #addFirst(fits) {
    const option = this.#absent().find(fits);
    return option && this.#add(option);
  }

  #add(option) {
    const field = this.#newField(option);
    this.#fields.push(field);
    this.#chips.append(field.element);
    field.addEventListener("focus", () => this.#hint({ option }));
    field.addEventListener("change", () => this.#hint({ option }));
    field.addEventListener("leave", () => this.#leave(field));
    field.addEventListener("done", () => this.#next(field));
    this.#drawMore();
    return field;
  }

  #newField(option) {
    if (option.type === TYPE.ATTACHMENT) {
      const field = new AttachmentField(option);
      this.#cards.append(field.card);
      this.#cards.hidden = false;
      return field;
    }
    const ask = (field) => this.#ask(this.command.name, this.#typed(), field.option.name);
    return new Field(option, { world: this.#world, suggestions: this.#suggestions, ask });
  }

  /** What an autocompletion may see: every value so far, unchecked ones as the text they are. */
  #typed() {
    const typed = this.#fields.map((field) => [
      field.option.name,
      field.read().value ?? field.text,
    ]);
    return Object.fromEntries(
      typed.filter(([, value]) => typeof value !== "object" && value !== undefined),
    );
  }

  #leave(field) {
    const at = this.#fields.indexOf(field);
    if (field.option.required) {
      if (at === 0) this.dispatchEvent(new Event("leave"));
      else this.#fields[at - 1].focus();
      return;
    }
    this.#remove(field);
    const before = this.#fields[Math.max(at - 1, 0)];
    if (before) before.focus();
    else this.#more.focus();
  }

  #remove(field) {
    field.drop();
    field.element.remove();
    field.card?.remove();
    this.#fields = this.#fields.filter((other) => other !== field);
    this.#cards.hidden = this.#cards.childElementCount === 0;
    this.#drawMore();
  }

  #next(field) {
    const next = this.#fields[this.#fields.indexOf(field) + 1];
    if (next) next.focus();
  }

  #drawMore() {
    const count = this.#absent().length;
    this.#more.hidden = count === 0;
    this.#more.textContent = `+${count} optional`;
  }

  #offerOptional() {
    const items = this.#absent().map((option) => ({
      label: option.shown,
      description: option.description,
      option,
    }));
    const pick = ({ option }) => this.#add(option).focus();
    this.#suggestions.show(this.#more, { title: "Optional", items, pick });
  }

  #moreKey(event) {
    if (this.#suggestions.key(event)) return;
    const last = this.#fields.at(-1);
    if (event.key === "ArrowDown" || event.key === "ArrowUp" || event.key === " ") {
      event.preventDefault();
      event.stopPropagation();
      this.#offerOptional();
    } else if (event.key === "Backspace" && last) last.focus();
    else if (event.key === "Backspace") this.dispatchEvent(new Event("leave"));
  }

  #key(event) {
    if (event.defaultPrevented || event.isComposing) return;
    const isSending = event.key === "Enter" && !event.shiftKey;
    if (isSending && event.target !== this.#more) {
      event.preventDefault();
      this.dispatchEvent(new Event("send"));
    } else if (event.key === "Escape" || this.#isLeft(event)) {
      event.preventDefault();
      this.dispatchEvent(new Event("leave"));
    }
  }

  /** Backspace where nothing is filled in. */
  #isLeft({ key, target }) {
    return key === "Backspace" && target === this.element;
  }

  #hint({ option, problem = null }) {
    const detail = {
      name: option.shown,
      text: option.description,
      limits: limits(option),
      problem,
    };
    this.dispatchEvent(new CustomEvent("hint", { detail }));
  }
}
