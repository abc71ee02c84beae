// The relay's account: what it has charged, what it gave back, and what is left, which can be set.

import { h } from "../dom.js";

export class Account {
  #charged = h("dd", {});
  #refunded = h("dd", {});
  #paid = h("dd", { class: "paid" });
  #left = h("input", {
    class: "account-left",
    inputmode: "decimal",
    placeholder: "no end",
    "aria-label": "Left in the account; empty is without end",
    autocomplete: "off",
  });

  /** @param {(balance: string|null) => void} set is told what is to be left; null: without end */
  constructor(set) {
    this.#left.addEventListener("change", () => set(this.#left.value.trim() || null));
    this.element = h(
      "dl",
      { class: "account" },
      h("dt", {}, "Charged"),
      this.#charged,
      h("dt", {}, "Given back"),
      this.#refunded,
      h("dt", {}, "Paid in all"),
      this.#paid,
      h("dt", {}, "Left"),
      h("dd", {}, this.#left),
    );
  }

  /** @param {{paid, charged, refunded, balance: string|null}} account amounts of money as text */
  show({ paid, charged, refunded, balance }) {
    this.#charged.textContent = charged;
    this.#refunded.textContent = refunded;
    this.#paid.textContent = paid;
    if (document.activeElement !== this.#left) this.#left.value = balance ?? "";
  }
}
