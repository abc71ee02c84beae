// The bar above the composer: what the option in focus wants, or what is wrong with it.

import { h } from "../dom.js";

export class HintBar {
  element = h("div", { class: "composer-hint", role: "status", hidden: true });

  /** @param {{name: string, text?: string, limits?: string, problem?: string|null}} hint */
  show({ name, text, limits, problem }) {
    this.element.hidden = false;
    this.element.classList.toggle("problem", Boolean(problem));
    this.element.replaceChildren(
      h("strong", {}, name),
      h("span", {}, problem ?? text),
      !problem && limits ? h("small", {}, limits) : "",
    );
  }

  hide() {
    this.element.hidden = true;
  }
}
