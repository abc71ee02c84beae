// The fields of a form, all with the same doors: {customId, element, value(), check(), focus()}.

import { selectMenu } from "../components/select.js";
import { KIND, isSelect } from "../components/kinds.js";
import { freshId, h } from "../dom.js";
import { filePicker } from "./files.js";
import { checkbox, checkboxes, radios } from "./picks.js";

const REQUIRED = "This is required";

/**
 * @param component the input itself
 * @param label {label, description}: a Label component, or an old text input that carries its own
 */
export function drawField(component, { label, description }, world) {
  const control = controlOf(component, world);
  const problemId = freshId("problem");
  const problem = h("p", { class: "field-problem", id: problemId, hidden: true });
  const name = h(
    "span",
    { class: "field-name", id: freshId("name") },
    label,
    isNeeded(component) && mark(),
  );
  control.target.setAttribute("aria-labelledby", name.id);
  control.target.setAttribute("aria-describedby", problemId);
  const element = h(
    "div",
    { class: "field", dataset: { field: component.custom_id } },
    name,
    description && h("small", { class: "field-description" }, description),
    control.element,
    problem,
  );
  return {
    customId: component.custom_id,
    element,
    value: control.value,
    focus: () => control.target.focus(),
    check() {
      const sentence = control.problem();
      problem.textContent = sentence;
      problem.hidden = sentence === "";
      control.target.setAttribute("aria-invalid", String(sentence !== ""));
      element.classList.toggle("wrong", sentence !== "");
      return sentence === "";
    },
  };
}

/** Discord: inputs are required unless the bot says otherwise; a lone checkbox never is. */
function isNeeded(component) {
  return component.type !== KIND.CHECKBOX && component.required !== false;
}

function mark() {
  return h("span", { class: "needed", "aria-label": "required" }, "*");
}

/** {element, target: what labels and focus go to, value(), problem(): a sentence or ""} */
function controlOf(component, world) {
  const needed = isNeeded(component);
  switch (component.type) {
    case KIND.TEXT_INPUT:
      return textInput(component, needed);
    case KIND.FILE_UPLOAD:
      return filePicker(component, needed);
    case KIND.RADIO_GROUP:
      return radios(component, needed ? REQUIRED : "");
    case KIND.CHECKBOX_GROUP:
      return checkboxes(component, needed);
    case KIND.CHECKBOX:
      return checkbox(component);
    default:
      return isSelect(component) ? select(component, needed, world) : unknown();
  }
}

const PARAGRAPH = 2;
/** Discord's bound where the bot sets none. */
const LONGEST = 4000;

function textInput(component, needed) {
  const { min_length: least = 0, max_length: most = LONGEST } = component;
  const isLong = component.style === PARAGRAPH;
  const count = h("small", { class: "field-count", "aria-hidden": "true" });
  const input = h(isLong ? "textarea" : "input", {
    class: "text-input",
    type: isLong ? null : "text",
    rows: isLong ? 4 : null,
    maxlength: most ?? LONGEST,
    placeholder: component.placeholder,
    required: needed,
    oninput: () => recount(),
  });
  const recount = () => {
    count.textContent = `${[...input.value].length} / ${most ?? LONGEST}`;
  };
  input.value = component.value ?? "";
  recount();
  return {
    element: h("div", { class: "text-input-frame" }, input, count),
    target: input,
    value: () => input.value,
    problem() {
      const length = [...input.value].length;
      if (length === 0) return needed ? REQUIRED : "";
      return length < (least ?? 0) ? `Must be ${least} or more in length.` : "";
    },
  };
}

function select(component, needed, world) {
  let values = (component.options ?? [])
    .filter((option) => option.default)
    .map(({ value }) => value);
  if (component.default_values) values = component.default_values.map(({ id }) => id);
  const element = selectMenu(component, {
    world,
    chosen: (chosen) => {
      values = chosen;
    },
  });
  return {
    element,
    target: element.querySelector("button"),
    value: () => values,
    problem: () => (needed && values.length < (component.min_values ?? 1) ? REQUIRED : ""),
  };
}

function unknown() {
  const element = h("p", { tabindex: -1 }, "This field is of a kind the sandbox does not know.");
  return { element, target: element, value: () => null, problem: () => "" };
}
