// The toolbar and the keys: which tool, how wide a brush, and what is done at once.

const STEP = 1.25;

export class Tools {
  tool = "brush";
  #bar;
  #slider;
  #acts;

  // `acts` maps undo, redo, invert, clear and fit to what they do.
  constructor(bar, slider, acts) {
    this.#bar = bar;
    this.#slider = slider;
    this.#acts = acts;
    bar.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (button?.dataset.tool) this.pick(button.dataset.tool);
      if (button?.dataset.act) this.#acts[button.dataset.act]();
    });
  }

  // The width of a brush in pixels of the screen.
  get size() {
    return Number(this.#slider.value);
  }

  pick(tool) {
    this.tool = tool;
    for (const button of this.#bar.querySelectorAll("[data-tool]")) {
      button.setAttribute("aria-pressed", String(button.dataset.tool === tool));
    }
  }

  enable(act, is) {
    this.#bar.querySelector(`[data-act="${act}"]`).disabled = !is;
  }

  // Acts on a key; false when it is none of ours.
  key(event) {
    const key = event.key.toLowerCase();
    if (event.ctrlKey || event.metaKey) {
      const act = { z: event.shiftKey ? "redo" : "undo", y: "redo" }[key];
      if (act) this.#acts[act]();
      return Boolean(act);
    }
    if (event.altKey) return false;
    const tool = { b: "brush", e: "eraser", r: "rectangle", l: "lasso", h: "hand" }[key];
    const act = { i: "invert", c: "clear", 0: "fit", "+": "closer", "=": "closer", "-": "farther" }[key];
    if (tool) this.pick(tool);
    else if (act) this.#acts[act]();
    else if (key === "[" || key === "]") this.#slider.value = this.size * (key === "]" ? STEP : 1 / STEP);
    else return false;
    return true;
  }
}
