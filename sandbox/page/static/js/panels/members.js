// The right side when nothing else is there: who is here by role, and whether the bot is online.

import { avatar, named } from "../avatar.js";
import { h, icon } from "../dom.js";
import { MemberCard } from "./member-card.js";

export class Members {
  #world;
  #card;
  element = h("aside", { class: "members", "aria-label": "Members" });

  constructor({ world, actions }) {
    this.#world = world;
    this.#card = new MemberCard({ world, actions });
    for (const name of ["ready", "app"]) world.addEventListener(name, () => this.#draw());
  }

  /** The card of a member, which lies over the page. */
  get card() {
    return this.#card.element;
  }

  #draw() {
    const focused = this.element.contains(document.activeElement)
      ? document.activeElement.dataset.member
      : null;
    const { app } = this.#world;
    this.element.replaceChildren(
      ...this.#groups().flatMap(([title, members]) => this.#group(title, members)),
      ...this.#group(app.online ? "Apps" : "Apps — offline", [app]),
    );
    if (focused) this.element.querySelector(`[data-member="${focused}"]`)?.focus();
  }

  /** Members under the highest of their roles that is listed apart, the rest together. */
  #groups() {
    const apart = this.#world.roles().filter(({ hoist }) => hoist);
    const groups = new Map([...apart.map(({ id }) => [id, []]), [null, []]]);
    for (const person of this.#world.people.values()) {
      if (!person.member) continue;
      const own = new Set(person.roles.map(({ id }) => id));
      groups.get(apart.find(({ id }) => own.has(id))?.id ?? null).push(person);
    }
    const title = (id) => this.#world.role(id)?.name ?? "Members";
    return [...groups].map(([id, members]) => [title(id), members]);
  }

  #group(title, members) {
    if (members.length === 0) return [];
    return [
      h("h2", {}, `${title} — ${members.length}`),
      ...members.map((member) => this.#row(member)),
    ];
  }

  #row({ id, owner }) {
    const face = this.#world.face(id);
    const isOnline = !face.app || this.#world.app.online;
    const status = isOnline ? "online" : "offline";
    const inside = [
      h(
        "span",
        { class: "faced" },
        avatar(face),
        h("span", { class: `status status-${status}`, title: status }),
      ),
      named(face, "member-name"),
      owner && h("span", { class: "owner-mark", title: "Owner of the server" }, icon("crown")),
      face.app && h("span", { class: "app-tag" }, "APP"),
    ];
    const className = isOnline ? "member" : "member away";
    if (face.app) return h("div", { class: className }, inside);
    return h(
      "button",
      {
        type: "button",
        class: className,
        "aria-haspopup": "dialog",
        dataset: { member: id },
        onclick: ({ currentTarget }) => this.#card.open(id, currentTarget),
      },
      inside,
    );
  }
}
