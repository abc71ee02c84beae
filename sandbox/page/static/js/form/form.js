// Forms ("modals") the bot opens: a dialog with its fields, Cancel and Submit.

import { h, iconButton } from "../dom.js";
import { richText } from "../text/render.js";
import { KIND } from "../components/kinds.js";
import { drawField } from "./field.js";

/**
 * Shows a form until it is cancelled or its submission is acknowledged.
 * @param form Discord's modal data: {title, custom_id, components}
 * @param {{world, submit: (values: object) => Promise<boolean>}} use submit sends the values and
 * tells whether the bot acknowledged
 */
export function openForm(form, { world, submit }) {
  const fields = form.components.flatMap((component) => fieldsOf(component, world));
  const problem = h("p", { class: "form-problem", role: "alert", hidden: true });
  const send = h("button", { type: "submit", class: "press press-primary" }, "Submit");
  const close = () => dialog.close();
  const dialog = h(
    "dialog",
    { class: "form-dialog", "aria-label": form.title, onclose: () => dialog.remove() },
    h(
      "form",
      { novalidate: true, onsubmit: (event) => submitted(event) },
      h("header", {}, h("h2", {}, form.title), iconButton("close", "Close", { onclick: close })),
      h(
        "div",
        { class: "form-fields" },
        problem,
        fields.map(({ element }) => element),
      ),
      h(
        "footer",
        {},
        h("button", { type: "button", class: "press press-plain", onclick: close }, "Cancel"),
        send,
      ),
    ),
  );

  const submitted = async (event) => {
    event.preventDefault();
    problem.hidden = true;
    const wrong = fields.filter((field) => !field.check());
    if (wrong.length > 0) {
      wrong[0].focus();
      return;
    }
    send.disabled = true;
    send.classList.add("busy");
    const isDone = await submit(valuesOf(fields));
    send.disabled = false;
    send.classList.remove("busy");
    if (isDone) close();
    else tell(problem, "Something went wrong. Try again.");
  };

  document.body.append(dialog);
  dialog.showModal();
  (fields.find(({ customId }) => customId) ?? { focus: () => send.focus() }).focus();
}

function tell(problem, sentence) {
  problem.textContent = sentence;
  problem.hidden = false;
}

function valuesOf(fields) {
  return Object.fromEntries(
    fields.filter(({ customId }) => customId).map((field) => [field.customId, field.value()]),
  );
}

/** A label holds one field; older forms put text inputs in rows; a text stands by itself. */
function fieldsOf(component, world) {
  switch (component.type) {
    case KIND.LABEL:
      return [drawField(component.component, component, world)];
    case KIND.ROW:
      return component.components.map((inner) => drawField(inner, inner, world));
    case KIND.TEXT:
      return [{ element: richText(component.content, world), check: () => true }];
    default:
      return [];
  }
}
