// The relay's account: what it has charged, what it gave back, and what is left.

import { h } from "../dom.js";

/** @param {{paid, charged, refunded, balance: string|null}} account amounts of money as text */
export function drawAccount(into, { paid, charged, refunded, balance }) {
  into.replaceChildren(
    ...line("Charged", charged),
    ...line("Given back", refunded),
    ...line("Paid in all", paid, "paid"),
    ...line("Left", balance ?? "never runs out"),
  );
}

function line(name, amount, className = null) {
  return [h("dt", {}, name), h("dd", { class: className }, amount)];
}
