// The left side: the server, its channels, the conversation with the bot and who one is.

import { avatar } from "../avatar.js";
import { h, icon } from "../dom.js";
import { PeopleSwitch } from "./people.js";

export class Sidebar {
  #world;
  #go;
  #open = null;
  #guild = null;
  #unread = new Set();
  #people;
  #servers = h("nav", { class: "servers", "aria-label": "Servers" });
  #title = h("header", { class: "guild-name" });
  #channels = h("nav", { class: "channels", "aria-label": "Channels" });

  /** @param {{world, go: (channel: string) => void, become: (person: string) => void}} use */
  constructor({ world, go, become }) {
    this.#world = world;
    this.#go = go;
    this.#people = new PeopleSwitch({ world, become });
    this.element = h(
      "aside",
      { class: "sidebar", id: "sidebar", "aria-label": "Channels and people" },
      this.#servers,
      h("div", { class: "sidebar-column" }, this.#title, this.#channels, this.#people.element),
    );
    world.addEventListener("ready", () => this.#draw());
    world.addEventListener("app", () => this.#draw());
    world.addEventListener("arrived", ({ detail }) => this.#arrived(detail));
  }

  /** Marks a channel as the open one and as read. */
  mark(channel) {
    this.#open = channel;
    this.#unread.delete(channel);
    this.#draw();
  }

  #arrived({ channel_id: channel }) {
    if (channel === this.#open) return;
    this.#unread.add(channel);
    this.#draw();
  }

  #draw() {
    const { channels } = this.#world;
    const all = [...channels.values()];
    const direct = all.filter(({ kind }) => kind === "dm");
    const guild = channels.get(this.#open)?.guild ?? this.#guild ?? this.#world.guild;
    this.#guild = guild;
    const texts = all.filter((channel) => channel.guild?.id === guild.id);
    this.#servers.replaceChildren(...this.#serverButtons(direct[0], all));
    this.#title.replaceChildren(h("h1", {}, guild.name));
    this.#channels.replaceChildren(
      ...section(
        "Text channels",
        texts.map((channel) => this.#row(channel)),
      ),
      ...section(
        "Direct messages",
        direct.map((channel) => this.#row(channel)),
      ),
    );
    this.#people.draw();
  }

  #serverButtons(direct, all) {
    const isDirect = this.#world.channels.get(this.#open)?.kind === "dm";
    const guilds = new Map(all.flatMap(({ guild }) => (guild ? [[guild.id, guild]] : [])));
    const face = this.#world.face(this.#world.app.id);
    return [
      direct &&
        this.#server("Direct messages", avatar(face, "avatar avatar-server"), isDirect, direct.id),
      h("span", { class: "servers-line", role: "separator" }),
      ...[...guilds.values()].map(({ id, name }) => {
        const isOpen = !isDirect && id === this.#guild.id;
        const first = all.find(({ guild }) => guild?.id === id);
        return this.#server(name, initials(name), isOpen, first.id);
      }),
    ].filter(Boolean);
  }

  #server(label, face, isOpen, channel) {
    return h(
      "button",
      {
        type: "button",
        class: isOpen ? "server open" : "server",
        title: label,
        "aria-label": label,
        "aria-current": isOpen ? "true" : null,
        onclick: () => !isOpen && this.#go(channel),
      },
      face,
    );
  }

  #row(channel) {
    const isOpen = channel.id === this.#open;
    const names = ["channel"];
    if (isOpen) names.push("open");
    if (this.#unread.has(channel.id)) names.push("unread");
    return h(
      "a",
      {
        class: names.join(" "),
        href: `#/${channel.id}`,
        "aria-current": isOpen ? "page" : null,
        dataset: { channel: channel.name },
      },
      channel.kind === "dm" ? this.#face(channel) : icon("hash"),
      h("span", { class: "channel-name" }, channel.name),
      channel.hidden &&
        h("span", { class: "hidden-mark", title: "Not for everybody" }, icon("lock")),
      channel.nsfw && h("span", { class: "nsfw", title: "Age-restricted channel" }, "18+"),
      this.#unread.has(channel.id) && h("span", { class: "for-screen-readers" }, "unread"),
    );
  }

  #face(channel) {
    return channel.app ? this.#appFace() : icon("at");
  }

  #appFace() {
    const { app } = this.#world;
    const status = app.online ? "online" : "offline";
    return h(
      "span",
      { class: "faced" },
      avatar(this.#world.face(app.id), "avatar avatar-channel"),
      h("span", { class: `status status-${status}`, title: status }),
    );
  }
}

function section(title, rows) {
  return rows.length > 0 ? [h("h2", {}, title), ...rows] : [];
}

function initials(name) {
  return h(
    "span",
    { "aria-hidden": "true" },
    name
      .split(/\s+/)
      .map(([first]) => first)
      .join("")
      .slice(0, 3),
  );
}
