// What this person knows of the sandbox: filled by the snapshot, changed by events, read by views.

import { compareIds } from "./snowflake.js";

/**
 * Fires "ready" (everything is new), "app", "commands" and "channel" (detail: the id of a channel
 * whose messages changed), "arrived" (detail: a message that just came).
 */
export class World extends EventTarget {
  me = null;
  people = new Map();
  guild = { id: "", name: "", permissions: "0" };
  channels = new Map();
  app = { id: "", name: "", online: false };
  commands = [];
  #roles = new Map();
  #messages = new Map();
  #dismissed = new Set();

  /** Takes in one event of the server; unknown kinds are none of the page's business. */
  apply(told) {
    switch (told.event) {
      case "ready":
        return this.#load(told);
      case "message_create":
      case "message_update":
        return this.#keep(told.message, told.event === "message_create");
      case "message_delete":
        return this.#forget(told.channel, told.id);
      case "commands":
        this.commands = told.commands;
        return this.#tell("commands");
      case "app":
        this.app = { ...this.app, online: told.online };
        return this.#tell("app");
      default:
        return undefined;
    }
  }

  /** The channel's messages, oldest first, without those this person dismissed. */
  messages(channel) {
    return [...(this.#messages.get(channel)?.values() ?? [])]
      .filter(({ id }) => !this.#dismissed.has(id))
      .sort((left, right) => compareIds(left.id, right.id));
  }

  message(channel, id) {
    return this.#messages.get(channel)?.get(id);
  }

  /** Hides a private reply, as "Dismiss message" does: only here, the bot never hears of it. */
  dismiss(message) {
    this.#dismissed.add(message.id);
    this.#tell("channel", message.channel_id);
  }

  textChannels() {
    return [...this.channels.values()].filter(({ kind }) => kind === "text");
  }

  /** The roles of the server, the highest first: {id, name, color, hoist, managed}. */
  roles() {
    return [...this.#roles.values()];
  }

  role(id) {
    return this.#roles.get(id);
  }

  get locale() {
    return this.me?.locale ?? "en-US";
  }

  /**
   * How to show a user object or id: its name, the colour of the name, the number of the hue of
   * its round face, and whether it is an app.
   */
  face(user) {
    const id = typeof user === "object" && user !== null ? user.id : user;
    if (id === this.app.id) return { id, name: this.app.name, color: null, app: true };
    const person = this.people.get(id);
    if (person) return { ...person, hue: [...this.people.keys()].indexOf(id), app: false };
    const name = user?.global_name ?? user?.username ?? user?.name ?? "unknown";
    return { id, name, color: null, hue: null, app: Boolean(user?.bot) };
  }

  #load(snapshot) {
    this.people = new Map(snapshot.people.map((person) => [person.id, person]));
    this.me = this.people.get(snapshot.me);
    this.guild = snapshot.guild;
    this.#roles = new Map(snapshot.roles.map((role) => [role.id, role]));
    this.channels = new Map(snapshot.channels.map((channel) => [channel.id, channel]));
    this.app = snapshot.app;
    this.commands = snapshot.commands;
    this.#messages = new Map(
      Object.entries(snapshot.messages).map(([channel, messages]) => [
        channel,
        new Map(messages.map((message) => [message.id, message])),
      ]),
    );
    this.#tell("ready");
  }

  #keep(message, isNew) {
    const channel = message.channel_id;
    if (!this.#messages.has(channel)) this.#messages.set(channel, new Map());
    this.#messages.get(channel).set(message.id, message);
    if (isNew) this.#tell("arrived", message);
    this.#tell("channel", channel);
  }

  #forget(channel, id) {
    if (this.#messages.get(channel)?.delete(id)) this.#tell("channel", channel);
  }

  #tell(name, detail = null) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}
