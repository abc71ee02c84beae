// An attachment option: a chip in the line and a card above it to pick, drop or see the file.

import { fileSize } from "../components/file.js";
import { h, icon, iconButton } from "../dom.js";
import { uploadFile } from "../uploads.js";

/** The same doors as Field, for a file instead of a text. */
export class AttachmentField extends EventTarget {
  #file = null;
  #state = "empty";
  #problem = "";
  #input = h("input", { type: "file", class: "file-input", tabindex: -1, "aria-hidden": "true" });

  constructor(option) {
    super();
    this.option = option;
    this.box = h("button", {
      type: "button",
      class: "chip-value chip-file",
      "aria-label": `${option.shown}: choose a file`,
      "aria-description": option.description,
      onclick: () => this.#input.click(),
      onfocus: () => this.dispatchEvent(new Event("focus")),
      onkeydown: (event) => this.#key(event),
    });
    this.element = h(
      "span",
      { class: "chip", dataset: { option: option.name } },
      h("span", { class: "chip-name", "aria-hidden": "true" }, option.shown),
      this.box,
      this.#input,
    );
    this.card = h("div", { class: "upload-card" });
    this.#input.addEventListener("change", () => this.take(this.#input.files[0]));
    this.#draw();
  }

  get isEmpty() {
    return this.#state === "empty" || this.#state === "failed";
  }

  read() {
    if (this.#state === "ready") return { value: { upload: this.#file.id } };
    if (this.#state === "loading") return { problem: "The file is still being uploaded." };
    if (this.#state === "failed") return { problem: this.#problem };
    return this.option.required ? { problem: "This option is required. Choose a file." } : {};
  }

  fill(file) {
    this.take(file);
  }

  focus() {
    this.box.focus();
  }

  setProblem(isWrong) {
    this.element.classList.toggle("wrong", isWrong);
    this.card.classList.toggle("wrong", isWrong);
  }

  /** Frees the preview: the command line is gone. */
  drop() {
    if (this.#file?.preview) URL.revokeObjectURL(this.#file.preview);
  }

  /** Takes a picked, dropped or pasted file and uploads it at once. */
  async take(file) {
    if (!file) return;
    this.drop();
    this.#set("loading", { name: file.name, size: file.size, preview: null });
    try {
      this.#set("ready", await uploadFile(file));
    } catch (error) {
      this.#problem = error.message;
      this.#set("failed", this.#file);
    }
  }

  #set(state, file) {
    this.#state = state;
    this.#file = file;
    this.#draw();
    this.setProblem(state === "failed");
    this.dispatchEvent(new Event("change"));
  }

  #draw() {
    this.box.replaceChildren(this.isEmpty ? "choose a file" : this.#file.name);
    this.card.replaceChildren(...(this.isEmpty ? this.#emptyCard() : this.#fileCard()));
  }

  #emptyCard() {
    const face = [
      icon("upload"),
      h("strong", {}, this.option.shown),
      h("span", {}, this.#state === "failed" ? this.#problem : "Drop a file or click to choose"),
    ];
    return [
      h(
        "button",
        { type: "button", class: "drop-zone", tabindex: -1, onclick: () => this.#input.click() },
        face,
      ),
    ];
  }

  #fileCard() {
    const { name, size, preview } = this.#file;
    return [
      h(
        "div",
        { class: "upload-preview" },
        preview ? h("img", { src: preview, alt: "" }) : icon("file"),
      ),
      h("strong", {}, name),
      h("span", {}, this.#state === "loading" ? "Uploading…" : fileSize(size)),
      iconButton("trash", "Remove file", { class: "upload-remove", onclick: () => this.#clear() }),
    ];
  }

  #clear() {
    this.drop();
    this.#input.value = "";
    this.#set("empty", null);
    this.focus();
  }

  #key(event) {
    if (event.key !== "Backspace") return;
    event.preventDefault();
    if (this.isEmpty) this.dispatchEvent(new Event("leave"));
    else this.#clear();
  }
}
