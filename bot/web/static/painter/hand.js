// Mouse, finger and pen on the stage: one paints, two zoom and move.

export class Hand {
  #stage;
  #view;
  #tools;
  #strokes;
  #changed;
  #pointers = new Map();
  #mark = null;
  #penSeen = false;
  #space = false;

  constructor({ stage, view, tools, strokes, changed }) {
    this.#stage = stage;
    this.#view = view;
    this.#tools = tools;
    this.#strokes = strokes;
    this.#changed = changed;
    stage.addEventListener("pointerdown", (event) => this.#down(event));
    stage.addEventListener("pointermove", (event) => this.#moved(event));
    for (const end of ["pointerup", "pointercancel"]) {
      stage.addEventListener(end, (event) => this.#up(event));
    }
    stage.addEventListener("wheel", (event) => this.#wheel(event), { passive: false });
    stage.addEventListener("contextmenu", (event) => event.preventDefault());
  }

  // While it is held, the space bar makes every tool the hand.
  set space(held) {
    this.#space = held;
  }

  #down(event) {
    if (event.pointerType === "pen") this.#penSeen = true;
    // A palm that rests on the glass is no brush; two fingers still zoom.
    const paints = !(this.#penSeen && event.pointerType === "touch");
    this.#stage.setPointerCapture(event.pointerId);
    this.#pointers.set(event.pointerId, this.#view.onStage(event));
    if (this.#pointers.size > 1) {
      this.#giveUp();
    } else if (paints && event.button === 0 && this.#tools.tool !== "hand" && !this.#space) {
      this.#mark = { tool: this.#tools.tool, size: this.#size(event), points: [this.#view.point(event)] };
      this.#shown(0);
    }
  }

  #moved(event) {
    const before = this.#pointers.get(event.pointerId);
    if (!before) return;
    const now = this.#view.onStage(event);
    if (this.#pointers.size > 1) {
      this.#pinch(event.pointerId, before, now);
    } else if (this.#mark) {
      const from = this.#mark.points.length;
      const events = event.getCoalescedEvents?.() ?? [];
      for (const each of events.length ? events : [event]) this.#mark.points.push(this.#view.point(each));
      this.#shown(from);
    } else {
      this.#view.move(now[0] - before[0], now[1] - before[1]);
    }
    this.#pointers.set(event.pointerId, now);
  }

  #up(event) {
    this.#pointers.delete(event.pointerId);
    const mark = this.#mark;
    if (!mark) return;
    this.#giveUp();
    if (event.type === "pointerup") this.#strokes.add(mark);
    this.#changed();
  }

  #shown(from) {
    const { tool } = this.#mark;
    if (tool === "brush" || tool === "eraser") this.#strokes.extend(this.#mark, from);
    else this.#strokes.preview(this.#mark);
  }

  #giveUp() {
    this.#mark = null;
    this.#strokes.redraw();
  }

  #pinch(moved, before, now) {
    const other = [...this.#pointers].find(([id]) => id !== moved)[1];
    const span = ([x, y]) => Math.hypot(x - other[0], y - other[1]) || 1;
    this.#view.move((now[0] - before[0]) / 2, (now[1] - before[1]) / 2);
    this.#view.zoom(span(now) / span(before), (now[0] + other[0]) / 2, (now[1] + other[1]) / 2);
  }

  #wheel(event) {
    event.preventDefault();
    const pixels = event.deltaMode === 1 ? event.deltaY * 30 : event.deltaY;
    this.#view.zoom(Math.exp(-pixels / 400), ...this.#view.onStage(event));
  }

  // As wide as the brush is on the screen, less where a pen is pressed lightly.
  #size(event) {
    const pressure = event.pointerType === "pen" && event.pressure > 0 ? 0.4 + 0.6 * event.pressure : 1;
    return (this.#tools.size * pressure) / this.#view.scale;
  }
}
