// What an empty channel says: where you are and the first thing to try.

import { h, icon } from "../dom.js";

/** Prompts to begin with, one per channel so that they differ. */
const PROMPTS = [
  "a lighthouse in a storm",
  "a quiet forest at night, fireflies",
  "neon city in the rain --ar 16:9",
  "winter cabin under the northern lights",
];

export function welcome(channel, world, actions) {
  const prompt = PROMPTS[Number(BigInt(channel.id) % BigInt(PROMPTS.length))];
  return h(
    "section",
    { class: "welcome" },
    h("span", { class: "welcome-icon" }, icon(channel.kind === "dm" ? "at" : "hash")),
    h("h2", {}, channel.kind === "dm" ? world.app.name : `Welcome to #${channel.name}`),
    h("p", {}, opening(channel, world)),
    !channel.hidden && tryCard(prompt, world, actions),
  );
}

function opening(channel, world) {
  if (channel.kind === "dm") return `This is your private conversation with ${world.app.name}.`;
  return channel.topic || `This is the start of the #${channel.name} channel.`;
}

function tryCard(prompt, world, actions) {
  const isReady = world.app.online;
  return h(
    "div",
    { class: "try-card" },
    h(
      "div",
      { class: "try-words" },
      h("strong", {}, isReady ? "Make your first picture" : `${world.app.name} is on its way`),
      h(
        "span",
        {},
        "Type ",
        h("code", {}, `/imagine ${prompt}`),
        isReady ? " and press Enter." : " once it is online.",
      ),
    ),
    h(
      "button",
      {
        type: "button",
        class: "press press-primary",
        onclick: () => actions.fill("imagine", { prompt }),
      },
      "Try it",
    ),
  );
}
