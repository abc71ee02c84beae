// A command on its way: what stands in the channel until the bot's own message comes.

import { avatar, named } from "../avatar.js";
import { h, icon } from "../dom.js";
import { thinking } from "./message.js";

/** @param entry an entry of Interactions without a message: sent or failed */
export function drawPending(entry, { world, dismiss }) {
  const app = world.face(world.app.id);
  const me = world.face(world.me.id);
  const isFailed = entry.state === "failed";
  return h(
    "article",
    { class: isFailed ? "message pending ephemeral" : "message pending", tabindex: -1 },
    h(
      "div",
      { class: "opening" },
      avatar(me, "avatar avatar-small"),
      named(me, "opening-name"),
      " used ",
      h("span", { class: "mention" }, `/${entry.command}`),
    ),
    h("div", { class: "gutter" }, avatar(app)),
    h(
      "div",
      { class: "body" },
      h("div", { class: "by" }, named(app, "author"), h("span", { class: "app-tag" }, "APP")),
      isFailed ? failure(dismiss) : thinking("", "Sending command…"),
    ),
  );
}

function failure(dismiss) {
  return [
    h("p", { class: "failure", role: "alert" }, icon("alert"), "The application did not respond"),
    h(
      "p",
      { class: "private-note" },
      icon("eye"),
      "Only you can see this • ",
      h("button", { type: "button", class: "text-link", onclick: dismiss }, "Dismiss message"),
    ),
  ];
}
