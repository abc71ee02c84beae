// The messages of the open channel: drawn anew only where something changed, kept at the newest
// unless the reader has scrolled up.

import { h, icon } from "../dom.js";
import { dayNumber, format } from "../text/time.js";
import { takeOver } from "./carry.js";
import { drawPending } from "./local.js";
import { drawMessage } from "./message.js";
import { welcome } from "./welcome.js";

/** Messages drawn at first, and how many more a click on "Show older messages" adds. */
const PAGE = 60;
/** Messages of one author closer than this share one header. */
const TOGETHER_MS = 7 * 60_000;
/** Within this many pixels of the end the reader counts as being there. */
const AT_END_PX = 80;

export class Timeline {
  #world;
  #interactions;
  #actions;
  #channel = null;
  #drawn = new Map();
  #revealed = new Set();
  #chosen = new Map();
  #shown = PAGE;
  #isScheduled = false;
  #atEnd = true;
  #missed = 0;
  #list = h("div", { class: "messages" });
  #scroller = h("div", {
    class: "scroller",
    role: "log",
    "aria-label": "Messages",
    "aria-live": "off",
    tabindex: 0,
  });
  #jump = h("button", { type: "button", class: "jump", hidden: true });
  #announcer = h("div", { class: "for-screen-readers", "aria-live": "polite" });

  constructor({ world, interactions, actions }) {
    this.#world = world;
    this.#interactions = interactions;
    this.#actions = actions;
    this.#scroller.append(this.#list);
    this.element = h("div", { class: "timeline" }, this.#scroller, this.#jump, this.#announcer);
    this.#scroller.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    this.#scroller.addEventListener("keydown", (event) => this.#walk(event));
    this.#jump.addEventListener("click", () => this.#toEnd());
    new ResizeObserver(() => this.#stay()).observe(this.#list);
    new ResizeObserver(() => this.#stay()).observe(this.#scroller);
    world.addEventListener("channel", ({ detail }) => detail === this.#channel && this.#schedule());
    world.addEventListener("arrived", ({ detail }) => this.#arrived(detail));
    interactions.addEventListener("change", () => this.refresh());
  }

  /** Shows another channel, or the same one after everything changed. */
  open(channel) {
    const isOther = channel !== this.#channel;
    this.#channel = channel;
    this.#drawn.clear();
    this.#list.replaceChildren();
    if (isOther) {
      this.#shown = PAGE;
      this.#missed = 0;
      this.#atEnd = true;
    }
    this.#draw();
    this.#stay();
  }

  /** Scrolls to a message and marks it for a moment; does nothing when it is not here. */
  show(id) {
    this.#shown = Infinity;
    this.#draw();
    const node = this.#drawn.get(id)?.node;
    if (!node) return;
    this.#atEnd = false;
    node.scrollIntoView({ block: "center" });
    node.focus({ preventScroll: true });
    node.classList.remove("pointed-at");
    requestAnimationFrame(() => node.classList.add("pointed-at"));
  }

  /** Draws again what depends on more than messages: the bot coming online, say. */
  refresh() {
    if (this.#channel !== null) this.#schedule();
  }

  #schedule() {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    queueMicrotask(() => {
      this.#isScheduled = false;
      this.#draw();
      this.#stay();
    });
  }

  #draw() {
    const all = this.#world.messages(this.#channel);
    const pending = this.#interactions.pending(this.#channel);
    const rows = this.#rows(all.slice(-this.#shown), pending);
    const isEmpty = all.length + pending.length === 0;
    if (isEmpty) rows.push(this.#welcomeRow());
    if (all.length > this.#shown) rows.unshift(this.#olderRow());
    this.#place(rows);
  }

  /** What should stand in the list: {key, of: what it is drawn from, draw}. */
  #rows(messages, pending) {
    const rows = [];
    let before = null;
    for (const message of messages) {
      if (isOtherDay(before, message)) rows.push(this.#dayRow(message));
      rows.push(this.#messageRow(message, isTogether(before, message)));
      before = message;
    }
    return [...rows, ...pending.map((entry) => this.#pendingRow(entry))];
  }

  #messageRow(message, isCompact) {
    const { busy, failed } = this.#interactions.at(message.id);
    const scene = {
      world: this.#world,
      actions: this.#actions,
      revealed: this.#revealed,
      chosen: this.#chosen,
      busy,
      failed,
      isCompact,
    };
    return {
      key: message.id,
      of: [message, isCompact, [...busy].join(), failed],
      draw: () => drawMessage(message, scene),
    };
  }

  #pendingRow(entry) {
    const dismiss = () => this.#interactions.dismiss(entry);
    const scene = { world: this.#world, dismiss };
    return { key: `sent-${entry.key}`, of: [entry.state], draw: () => drawPending(entry, scene) };
  }

  #dayRow(message) {
    const day = new Date(message.timestamp);
    const text = format(day, "D", this.#world.locale);
    const draw = () => h("div", { class: "day", role: "separator" }, h("span", {}, text));
    return { key: `day-${dayNumber(day)}`, of: [text], draw };
  }

  #welcomeRow() {
    const channel = this.#world.channels.get(this.#channel);
    const draw = () => welcome(channel, this.#world, this.#actions);
    return { key: "welcome", of: [channel, this.#world.app.online], draw };
  }

  #olderRow() {
    const more = () => {
      this.#shown += PAGE;
      this.#atEnd = false;
      this.#draw();
    };
    const draw = () =>
      h("button", { type: "button", class: "older", onclick: more }, "Show older messages");
    return { key: "older", of: [], draw };
  }

  /** Makes the list hold exactly these rows, redrawing those drawn from something else. */
  #place(rows) {
    const keys = new Set(rows.map(({ key }) => key));
    for (const [key, { node }] of this.#drawn) {
      if (keys.has(key)) continue;
      node.remove();
      this.#drawn.delete(key);
    }
    let before = null;
    for (const row of rows) {
      const node = this.#nodeOf(row);
      const next = before === null ? this.#list.firstChild : before.nextSibling;
      if (node !== next) this.#list.insertBefore(node, next);
      before = node;
    }
  }

  #nodeOf({ key, of, draw }) {
    const former = this.#drawn.get(key);
    if (former && former.of.every((value, index) => value === of[index])) return former.node;
    const node = draw();
    if (former) takeOver(former.node, node);
    this.#drawn.set(key, { node, of });
    return node;
  }

  #arrived(message) {
    if (message.channel_id !== this.#channel) return;
    const name = this.#world.face(message.author).name;
    this.#announcer.textContent = message.thinking
      ? `${name} is thinking`
      : `New message from ${name}`;
    if (this.#atEnd) return;
    this.#missed += 1;
    this.#drawJump();
  }

  #scrolled() {
    const { scrollHeight, scrollTop, clientHeight } = this.#scroller;
    this.#atEnd = scrollHeight - scrollTop - clientHeight < AT_END_PX;
    if (this.#atEnd) this.#missed = 0;
    this.#drawJump();
  }

  #drawJump() {
    this.#jump.hidden = this.#atEnd;
    const count = this.#missed === 1 ? "1 new message" : `${this.#missed} new messages`;
    this.#jump.replaceChildren(this.#missed > 0 ? count : "Jump to newest", icon("down"));
  }

  #stay() {
    if (this.#atEnd) this.#scroller.scrollTop = this.#scroller.scrollHeight;
  }

  #toEnd() {
    this.#atEnd = true;
    this.#missed = 0;
    this.#drawJump();
    this.#stay();
  }

  /** Arrow keys walk from message to message while one of them has the focus. */
  #walk(event) {
    const isMessage = document.activeElement.matches(".message");
    if (!isMessage && document.activeElement !== this.#scroller) return;
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (step === undefined) return;
    const messages = [...this.#list.querySelectorAll(".message")];
    const at = isMessage ? messages.indexOf(document.activeElement) : messages.length;
    const next = messages[at + step];
    if (!next) return;
    event.preventDefault();
    next.focus();
  }
}

function isOtherDay(before, message) {
  return before === null || dayOf(before) !== dayOf(message);
}

function dayOf({ timestamp }) {
  return dayNumber(new Date(timestamp));
}

function isTogether(before, message) {
  return (
    before !== null &&
    before.author.id === message.author.id &&
    before.ephemeral === message.ephemeral &&
    !message.interaction &&
    !message.reply_to &&
    new Date(message.timestamp) - new Date(before.timestamp) < TOGETHER_MS
  );
}
