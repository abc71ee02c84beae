// The drawer of the relay: which kind it plays, how fast, what goes wrong, what it is doing.

import { h, icon, iconButton } from "../dom.js";
import { toast } from "./toast.js";
import { Account } from "./account.js";
import { drawFaults } from "./faults.js";
import { drawTasks } from "./tasks.js";

const LOOK_MS = 1000;
/** The slider's positions: how many times faster than a real relay. */
const PACES = [0.5, 1, 2, 3, 5, 10, 20];

export class Drawer {
  #timer = null;
  #state = null;
  #search = "";
  #closed;
  #presets = h("div", { class: "presets", role: "radiogroup", "aria-label": "Kind of relay" });
  #pace = h("input", {
    type: "range",
    min: 0,
    max: PACES.length - 1,
    step: 1,
    "aria-label": "Speed",
    id: "pace",
  });
  #paceWords = h("output", { for: "pace" });
  #faults = h("div", { class: "faults" });
  #tasks = h("ul", { class: "relay-tasks" });
  #account = new Account((balance) => this.#change({ balance }));
  #problem = h("p", { class: "drawer-problem", role: "alert", hidden: true });
  #keyNote = h("p", { class: "key-note", role: "status", hidden: true });

  /** @param {{closed: () => void}} use closed is told when the person closes the drawer */
  constructor({ closed }) {
    this.#closed = closed;
    this.#pace.addEventListener("input", () => this.#drawPace(Number(this.#pace.value)));
    this.#pace.addEventListener("change", () =>
      this.#change({ pace: PACES[Number(this.#pace.value)] }),
    );
    this.element = this.#draw();
  }

  get isOpen() {
    return !this.element.hidden;
  }

  open() {
    this.element.hidden = false;
    this.#look();
    this.#timer = setInterval(() => this.#look(), LOOK_MS);
  }

  close() {
    this.element.hidden = true;
    clearInterval(this.#timer);
    this.#timer = null;
  }

  #draw() {
    const search = h("input", {
      type: "search",
      class: "fault-search",
      placeholder: "Search faults",
      "aria-label": "Search faults",
      oninput: ({ currentTarget }) => {
        this.#search = currentTarget.value;
        this.#drawFaults();
      },
    });
    return h(
      "aside",
      {
        class: "drawer",
        id: "drawer",
        "aria-label": "Relay",
        hidden: true,
        onkeydown: ({ key }) => key === "Escape" && this.#closed(),
      },
      h(
        "header",
        {},
        icon("sliders"),
        h("h2", {}, "Relay"),
        iconButton("close", "Close the relay drawer", { onclick: () => this.#closed() }),
      ),
      h(
        "div",
        { class: "drawer-body" },
        this.#problem,
        section("Plays", this.#presets, this.#keyNote),
        section("Speed", h("div", { class: "pace" }, this.#pace, this.#paceWords)),
        section(
          "Tasks",
          this.#tasks,
        ),
        section("Account", this.#account.element),
        section(
          "What goes wrong",
          h("label", { class: "search-frame" }, icon("search"), search),
          this.#faults,
        ),
      ),
    );
  }

  async #look() {
    await this.#ask(fetch("/relay"));
  }

  async #change(wish) {
    const body = JSON.stringify(wish);
    await this.#ask(
      fetch("/relay", { method: "POST", headers: { "Content-Type": "application/json" }, body }),
    );
  }

  async #ask(request) {
    try {
      const answer = await request;
      const told = await answer.json();
      if (!answer.ok) {
        toast(told.error);
        return;
      }
      this.#show(told);
      this.#problem.hidden = true;
    } catch {
      this.#problem.textContent = "The sandbox does not answer.";
      this.#problem.hidden = false;
    }
  }

  /** Redraws only what changed: a control under the person's hand stays as it is. */
  #show(state) {
    const before = this.#state;
    this.#state = state;
    const isOther = (key) => JSON.stringify(before?.[key]) !== JSON.stringify(state[key]);
    if (isOther("preset") || isOther("presets")) this.#drawPresets();
    if (isOther("pace")) this.#showPace(state.pace);
    if (isOther("faults")) this.#drawFaults();
    if (isOther("tasks")) drawTasks(this.#tasks, state.tasks);
    this.#account.show(state.account);
    this.#drawKeyNote(state);
  }

  #drawPresets() {
    const { preset, presets } = this.#state;
    const focused = this.#presets.contains(document.activeElement);
    this.#presets.replaceChildren(
      ...presets.map(({ name, title, note }) =>
        h(
          "label",
          { class: "preset" },
          h("input", {
            type: "radio",
            name: "preset",
            value: name,
            checked: name === preset,
            onchange: () => this.#change({ preset: name }),
          }),
          h("span", { class: "preset-words" }, h("strong", {}, title), h("small", {}, note)),
        ),
      ),
    );
    if (focused) this.#presets.querySelector("input:checked")?.focus();
  }

  /** Relays differ in the header they want their key in, and the bot was told of one at its start. */
  #drawKeyNote({ auth, any_header: anyHeader, bot_auth: told }) {
    this.#keyNote.hidden = anyHeader || auth === told;
    this.#keyNote.textContent =
      `This relay wants its key as “${auth}”. The bot was started with “${told}”: it is refused ` +
      `until it is started again with RELAY_AUTH=${auth}.`;
  }

  #showPace(pace) {
    const nearest = PACES.reduce((best, step) =>
      Math.abs(step - pace) < Math.abs(best - pace) ? step : best,
    );
    this.#pace.value = PACES.indexOf(nearest);
    this.#paceWords.textContent = paceWords(pace);
  }

  #drawPace(index) {
    this.#paceWords.textContent = paceWords(PACES[index]);
  }

  #drawFaults() {
    const change = (name, chance) => this.#change({ faults: { [name]: chance } });
    drawFaults(this.#faults, this.#state?.faults ?? [], this.#search, change);
  }
}

function section(title, ...children) {
  return h("section", {}, h("h3", {}, title), children);
}

function paceWords(pace) {
  return pace === 1 ? "as a real relay" : `${pace}× a real relay`;
}
