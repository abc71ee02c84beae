// Where the sheet lies on the stage: zoomed and moved.

const MOST = 12;
const LEAST = 0.5;

export class View {
  #stage;
  #sheet;
  #width;
  #height;
  #scale = 1;
  #x = 0;
  #y = 0;

  constructor(stage, sheet, width, height) {
    this.#stage = stage;
    this.#sheet = sheet;
    this.#width = width;
    this.#height = height;
    sheet.style.width = `${width}px`;
    sheet.style.height = `${height}px`;
    this.fit();
  }

  get scale() {
    return this.#scale;
  }

  // All of the picture, in the middle.
  fit() {
    this.#scale = this.#whole();
    this.#x = (this.#stage.clientWidth - this.#width * this.#scale) / 2;
    this.#y = (this.#stage.clientHeight - this.#height * this.#scale) / 2;
    this.#place();
  }

  move(x, y) {
    this.#x += x;
    this.#y += y;
    this.#place();
  }

  // Zooms so that the point of the stage at x, y stays where it is.
  zoom(factor, x, y) {
    const whole = this.#whole();
    const wanted = Math.min(Math.max(this.#scale * factor, whole * LEAST), Math.max(whole, 1) * MOST);
    const real = wanted / this.#scale;
    this.#x = x - (x - this.#x) * real;
    this.#y = y - (y - this.#y) * real;
    this.#scale = wanted;
    this.#place();
  }

  // A place on the screen as pixels of the sheet.
  point(event) {
    const [x, y] = this.onStage(event);
    return [(x - this.#x) / this.#scale, (y - this.#y) / this.#scale];
  }

  onStage(event) {
    const box = this.#stage.getBoundingClientRect();
    return [
      event.clientX - box.left - this.#stage.clientLeft,
      event.clientY - box.top - this.#stage.clientTop,
    ];
  }

  #whole() {
    const room = 0.96;
    const across = (this.#stage.clientWidth * room) / this.#width;
    return Math.min(across, (this.#stage.clientHeight * room) / this.#height);
  }

  #place() {
    this.#sheet.style.transform = `translate(${this.#x}px, ${this.#y}px) scale(${this.#scale})`;
  }
}
