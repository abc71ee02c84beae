// What was painted, as a list of marks: undone and redone by painting the list anew.

export const COLOUR = "#ff3d7f";

export class Strokes {
  #context;
  #done = [];
  #undone = [];

  constructor(canvas) {
    this.#context = canvas.getContext("2d", { willReadFrequently: true });
  }

  get canUndo() {
    return this.#done.length > 0;
  }

  get canRedo() {
    return this.#undone.length > 0;
  }

  // Adds a mark. `tool` is brush, eraser, rectangle, lasso, invert or clear; `points` are
  // [x, y] in pixels of the canvas, `size` the width of a brush there.
  add(mark) {
    this.#done.push(mark);
    this.#undone = [];
    this.#draw(mark);
  }

  // Shows what is, and a mark that has not ended.
  preview(mark) {
    this.redraw();
    this.#draw(mark);
  }

  // Goes on with a brush or eraser, without painting all of it anew.
  extend(mark, from) {
    this.#draw({ ...mark, points: mark.points.slice(Math.max(0, from - 1)) });
  }

  undo() {
    if (this.canUndo) this.#undone.push(this.#done.pop());
    this.redraw();
  }

  redo() {
    if (this.canRedo) this.#done.push(this.#undone.pop());
    this.redraw();
  }

  redraw() {
    const { canvas } = this.#context;
    this.#context.clearRect(0, 0, canvas.width, canvas.height);
    for (const mark of this.#done) this.#draw(mark);
  }

  // How much is painted: "nothing", "everything" or "some".
  coverage() {
    const { canvas } = this.#context;
    const { data } = this.#context.getImageData(0, 0, canvas.width, canvas.height);
    let painted = 0;
    for (let at = 3; at < data.length; at += 4) painted += data[at] >= 128 ? 1 : 0;
    if (painted === 0) return "nothing";
    return painted === data.length / 4 ? "everything" : "some";
  }

  // The mask as a PNG: white where it is painted, black elsewhere.
  async mask() {
    const { canvas } = this.#context;
    const made = new OffscreenCanvas(canvas.width, canvas.height);
    const context = made.getContext("2d");
    context.drawImage(canvas, 0, 0);
    context.globalCompositeOperation = "source-in";
    context.fillStyle = "#fff";
    context.fillRect(0, 0, made.width, made.height);
    context.globalCompositeOperation = "destination-over";
    context.fillStyle = "#000";
    context.fillRect(0, 0, made.width, made.height);
    return made.convertToBlob({ type: "image/png" });
  }

  #draw({ tool, points, size }) {
    const context = this.#context;
    const { width, height } = context.canvas;
    context.save();
    context.fillStyle = context.strokeStyle = COLOUR;
    if (tool === "clear") {
      context.clearRect(0, 0, width, height);
    } else if (tool === "invert") {
      context.globalCompositeOperation = "xor";
      context.fillRect(0, 0, width, height);
    } else if (tool === "rectangle") {
      const [[left, top], [right, bottom]] = [points[0], points.at(-1)];
      context.fillRect(left, top, right - left, bottom - top);
    } else if (tool === "lasso") {
      context.beginPath();
      for (const [x, y] of points) context.lineTo(x, y);
      context.fill();
    } else {
      this.#stroke(context, points, size, tool === "eraser");
    }
    context.restore();
  }

  #stroke(context, points, size, erases) {
    if (erases) context.globalCompositeOperation = "destination-out";
    context.lineWidth = size;
    context.lineCap = context.lineJoin = "round";
    context.beginPath();
    context.moveTo(...points[0]);
    for (const [x, y] of points) context.lineTo(x, y);
    context.stroke();
  }
}
