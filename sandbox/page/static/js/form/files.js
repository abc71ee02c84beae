// The file field of a form: pick or drop up to the number the bot allows.

import { fileSize } from "../components/file.js";
import { h, icon, iconButton } from "../dom.js";
import { uploadFile } from "../uploads.js";

export function filePicker(component, needed) {
  const most = component.max_values ?? 1;
  const least = needed ? Math.max(component.min_values ?? 1, 1) : 0;
  const files = [];
  let loading = 0;
  let refusal = "";
  const input = h("input", { type: "file", class: "file-input", multiple: most > 1, tabindex: -1 });
  const list = h("ul", { class: "picked-files" });
  const zone = h(
    "button",
    { type: "button", class: "drop-zone", onclick: () => input.click() },
    icon("upload"),
    h(
      "span",
      {},
      most > 1 ? `Drop up to ${most} files or click to choose` : "Drop a file or click to choose",
    ),
  );
  const element = h("div", { class: "file-picker" }, zone, input, list);

  const draw = () => {
    list.replaceChildren(...files.map(drawFile));
    zone.hidden = files.length >= most;
  };
  const drawFile = (file) =>
    h(
      "li",
      {},
      file.preview ? h("img", { src: file.preview, alt: "" }) : icon("file"),
      h("span", {}, file.name, h("small", {}, fileSize(file.size))),
      iconButton("trash", `Remove ${file.name}`, { onclick: () => remove(file) }),
    );
  const remove = (file) => {
    files.splice(files.indexOf(file), 1);
    draw();
    zone.focus();
  };
  const take = async (chosen) => {
    refusal = "";
    for (const file of [...chosen].slice(0, most - files.length)) {
      loading += 1;
      try {
        files.push(await uploadFile(file));
      } catch (error) {
        refusal = error.message;
      }
      loading -= 1;
      draw();
    }
  };

  input.addEventListener("change", () => take(input.files));
  element.addEventListener("dragover", (event) => event.preventDefault());
  element.addEventListener("drop", (event) => {
    event.preventDefault();
    take(event.dataTransfer.files);
  });
  return {
    element,
    target: zone,
    value: () => files.map(({ id }) => id),
    problem() {
      if (loading > 0) return "The file is still being uploaded.";
      if (refusal) return refusal;
      return files.length < least ? "Choose a file" : "";
    },
  };
}
