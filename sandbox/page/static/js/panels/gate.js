// What stands before an age-restricted channel until the person says that they may see it.

import { h, icon } from "../dom.js";

export class AgeGate {
  #world;
  #leave;
  #opened;
  #channel = null;
  element = h("section", { class: "gate", "aria-label": "Age-restricted channel", hidden: true });

  /** @param {{world, leave: () => void, opened: () => void}} use */
  constructor({ world, leave, opened }) {
    this.#world = world;
    this.#leave = leave;
    this.#opened = opened;
  }

  /** Comes before a channel that needs it; gives whether it does. */
  open(channel) {
    this.#channel = channel;
    const isShut = channel.nsfw && sessionStorage.getItem(this.#key()) === null;
    if (isShut && this.element.hidden) this.#draw();
    this.element.hidden = !isShut;
    return isShut;
  }

  #draw() {
    this.element.replaceChildren(
      h("span", { class: "gate-mark" }, "18+"),
      h("h2", {}, "This channel is for adults"),
      h("p", {}, `#${this.#channel.name} is age-restricted. Pictures here may not be for everybody.`),
      h(
        "div",
        { class: "gate-choices" },
        h(
          "button",
          { type: "button", class: "press press-secondary", onclick: () => this.#leave() },
          "Take me back",
        ),
        h(
          "button",
          { type: "button", class: "press press-danger", onclick: () => this.#pass() },
          "I am 18 or older",
        ),
      ),
      h("small", {}, icon("eye"), "Asked once in this tab, of each person in each channel."),
    );
  }

  #pass() {
    sessionStorage.setItem(this.#key(), "passed");
    this.element.hidden = true;
    this.#opened();
  }

  #key() {
    return `adult/${this.#world.me.id}/${this.#channel.id}`;
  }
}
