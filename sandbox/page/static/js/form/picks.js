// Radio buttons and checkboxes of a form.

import { freshId, h } from "../dom.js";

/** @param problem the sentence when nothing is chosen, "" where that is fine */
export function radios(component, problem) {
  const name = freshId("radio");
  const inputs = component.options.map((option) => input("radio", option, name));
  const chosen = () => inputs.find(({ checked }) => checked)?.value ?? null;
  const element = h(
    "div",
    { class: "picks", role: "radiogroup", tabindex: -1 },
    rows(component.options, inputs),
  );
  return {
    element,
    target: element,
    value: chosen,
    problem: () => (chosen() === null ? problem : ""),
  };
}

export function checkboxes(component, needed) {
  const name = freshId("checkbox");
  const inputs = component.options.map((option) => input("checkbox", option, name));
  const chosen = () => inputs.filter(({ checked }) => checked).map(({ value }) => value);
  const least = needed ? Math.max(component.min_values ?? 1, 1) : 0;
  const most = component.max_values ?? inputs.length;
  const element = h(
    "div",
    { class: "picks", role: "group", tabindex: -1 },
    rows(component.options, inputs),
  );
  return {
    element,
    target: element,
    value: chosen,
    problem() {
      const { length } = chosen();
      if (length < least) return `Choose at least ${least}`;
      return length > most ? `Choose at most ${most}` : "";
    },
  };
}

/** One checkbox: true or false, and never in the way. */
export function checkbox(component) {
  const box = h("input", { type: "checkbox", checked: component.default });
  return {
    element: h("label", { class: "pick" }, box),
    target: box,
    value: () => box.checked,
    problem: () => "",
  };
}

function input(type, option, name) {
  return h("input", { type, name, value: option.value, checked: option.default });
}

function rows(options, inputs) {
  return options.map((option, index) =>
    h(
      "label",
      { class: "pick" },
      inputs[index],
      h(
        "span",
        { class: "pick-words" },
        option.label,
        option.description && h("small", {}, option.description),
      ),
    ),
  );
}
