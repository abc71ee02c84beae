// The painter: asks the bot what is to be painted on, and sends it the mask.

import { Hand } from "./hand.js";
import { Strokes } from "./strokes.js";
import { Tools } from "./tools.js";
import { View } from "./view.js";

const LARGEST = 2048;

const find = (id) => document.getElementById(id);
const here = location.pathname.replace(/\/$/, "");
let texts = {};

function say(sentence, mood = "") {
  find("status").textContent = sentence;
  find("status").className = mood;
}

// What the bot answers; raises an Error whose message is for people.
async function ask(path, options) {
  let answer;
  try {
    answer = await fetch(here + path, options);
  } catch {
    throw new Error(texts.offline ?? "…");
  }
  const told = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(told.sentence ?? texts.offline ?? "…");
  return told;
}

function translate(about) {
  texts = about.texts;
  document.documentElement.lang = about.locale;
  document.title = texts.title;
  for (const part of document.querySelectorAll("[data-text]")) part.textContent = texts[part.dataset.text];
  for (const part of document.querySelectorAll("[data-label]")) {
    part.setAttribute("aria-label", texts[part.dataset.label]);
  }
  for (const button of document.querySelectorAll("[data-name]")) {
    button.textContent = texts[button.dataset.name];
    button.title = `${texts[button.dataset.name]} (${button.dataset.keys})`;
  }
}

async function show() {
  const picture = find("picture");
  picture.src = `${here}/picture`;
  await picture.decode();
}

function prepare(about) {
  const share = Math.min(1, LARGEST / Math.max(about.width, about.height));
  const paint = find("paint");
  paint.width = Math.max(1, Math.round(about.width * share));
  paint.height = Math.max(1, Math.round(about.height * share));
  const strokes = new Strokes(paint);
  const stage = find("stage");
  const view = new View(stage, find("sheet"), paint.width, paint.height);
  const middle = () => [stage.clientWidth / 2, stage.clientHeight / 2];
  const changed = () => {
    tools.enable("undo", strokes.canUndo);
    tools.enable("redo", strokes.canRedo);
  };
  const whole = (tool) => () => {
    strokes.add({ tool });
    changed();
  };
  const back = (step) => () => {
    strokes[step]();
    changed();
  };
  const tools = new Tools(find("tools"), find("size"), {
    undo: back("undo"),
    redo: back("redo"),
    invert: whole("invert"),
    clear: whole("clear"),
    fit: () => view.fit(),
    closer: () => view.zoom(1.25, ...middle()),
    farther: () => view.zoom(0.8, ...middle()),
  });
  changed();
  const hand = new Hand({ stage, view, tools, strokes, changed });
  new ResizeObserver(() => view.fit()).observe(stage);
  listen(stage, tools, hand);
  return strokes;
}

function listen(stage, tools, hand) {
  const ring = find("ring");
  const typing = (event) => event.target.matches("textarea");
  addEventListener("keydown", (event) => {
    if (typing(event)) return;
    if (event.key === " " && event.target === stage) hand.space = true;
    else if (!tools.key(event)) return;
    event.preventDefault();
  });
  addEventListener("keyup", (event) => {
    if (event.key === " ") hand.space = false;
  });
  stage.addEventListener("pointermove", (event) => {
    const box = stage.getBoundingClientRect();
    ring.hidden = event.pointerType === "touch" || !["brush", "eraser"].includes(tools.tool);
    ring.style.width = ring.style.height = `${tools.size}px`;
    ring.style.left = `${event.clientX - box.left}px`;
    ring.style.top = `${event.clientY - box.top}px`;
    stage.classList.toggle("moving", tools.tool === "hand");
  });
  stage.addEventListener("pointerleave", () => {
    ring.hidden = true;
  });
}

async function send(strokes) {
  const coverage = strokes.coverage();
  if (coverage !== "some") throw new Error(texts[coverage]);
  say(texts.sending);
  const body = new FormData();
  body.append("prompt", find("prompt").value);
  body.append("mask", await strokes.mask(), "mask.png");
  const told = await ask("", { method: "POST", body });
  say(texts.sent, "good");
  if (!told.place) return;
  find("place").href = told.place;
  find("place").hidden = false;
}

async function start() {
  const about = await ask("/about");
  translate(about);
  say(texts.loading);
  find("prompt").value = about.prompt;
  await show();
  const strokes = prepare(about);
  say("");
  find("send").disabled = false;
  find("form").addEventListener("submit", async (event) => {
    event.preventDefault();
    find("send").disabled = true;
    try {
      await send(strokes);
    } catch (error) {
      say(error.message, "trouble");
      find("send").disabled = false;
    }
  });
}

start().catch((error) => say(error.message, "trouble"));
