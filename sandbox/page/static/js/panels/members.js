// The right side when nothing else is there: who is here, and whether the bot is online.

import { avatar, named } from "../avatar.js";
import { h } from "../dom.js";

export class Members {
  #world;
  element = h("aside", { class: "members", "aria-label": "Members" });

  constructor({ world }) {
    this.#world = world;
    for (const name of ["ready", "app"]) world.addEventListener(name, () => this.#draw());
  }

  #draw() {
    const people = [...this.#world.people.values()];
    const { app } = this.#world;
    this.element.replaceChildren(
      ...this.#group(
        "Moderators",
        people.filter(({ moderator }) => moderator),
      ),
      ...this.#group(
        "Members",
        people.filter(({ moderator }) => !moderator),
      ),
      ...this.#group(app.online ? "Apps" : "Apps — offline", [app]),
    );
  }

  #group(title, members) {
    if (members.length === 0) return [];
    return [
      h("h2", {}, `${title} — ${members.length}`),
      ...members.map((member) => this.#row(member)),
    ];
  }

  #row({ id }) {
    const face = this.#world.face(id);
    const isOnline = !face.app || this.#world.app.online;
    const status = isOnline ? "online" : "offline";
    return h(
      "div",
      { class: isOnline ? "member" : "member away" },
      h(
        "span",
        { class: "faced" },
        avatar(face),
        h("span", { class: `status status-${status}`, title: status }),
      ),
      named(face, "member-name"),
      face.app && h("span", { class: "app-tag" }, "APP"),
    );
  }
}
