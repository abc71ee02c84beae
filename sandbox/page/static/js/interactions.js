// What this person has set going and the bot has not acknowledged yet: commands being sent,
// buttons that spin, and those that failed.

let lastKey = 0;

/**
 * An entry is {key, id, channel, message, customId, command, state}: state is "sent" until the
 * server says "acknowledged" (the entry is gone then) or "failed". Fires "change" with the
 * entry as detail.
 */
export class Interactions extends EventTarget {
  #live;
  #entries = new Map();
  #early = new Map();

  constructor(live) {
    super();
    this.#live = live;
  }

  /**
   * Sends a request that starts an interaction.
   * @param {string} what "command", "press", "select", "menu" or "form"
   * @param {object} fields the request's fields
   * @param {object} about where it shows: {channel, message, customId, command}
   * @returns the entry; rejects when the server refuses, and nothing was started then.
   */
  async start(what, fields, about) {
    const entry = { key: (lastKey += 1), id: null, message: null, state: "sent", ...about };
    this.#clearFailures(entry.message);
    this.#entries.set(entry.key, entry);
    this.#changed(entry);
    try {
      const answer = await this.#live.request(what, fields);
      entry.id = answer.interaction;
    } catch (error) {
      this.#entries.delete(entry.key);
      this.#changed(entry);
      throw error;
    }
    if (this.#early.has(entry.id)) this.hear(entry.id, this.#early.get(entry.id));
    return entry;
  }

  /** The server's word on an interaction; it may come before the answer that tells its id. */
  hear(id, state) {
    const entry = [...this.#entries.values()].find((candidate) => candidate.id === id);
    if (entry === undefined) {
      this.#early.set(id, state);
      return;
    }
    this.#early.delete(id);
    entry.state = state;
    if (state === "acknowledged") this.#entries.delete(entry.key);
    this.#changed(entry);
  }

  /** Resolves to the state the entry ends in: "acknowledged" or "failed". */
  outcome(entry) {
    if (entry.state !== "sent") return Promise.resolve(entry.state);
    return new Promise((resolve) => {
      const look = ({ detail }) => {
        if (detail !== entry || entry.state === "sent") return;
        this.removeEventListener("change", look);
        resolve(entry.state);
      };
      this.addEventListener("change", look);
    });
  }

  /** Nothing of an earlier connection will be answered any more. */
  reset() {
    const lost = [...this.#entries.values()];
    this.#entries.clear();
    this.#early.clear();
    for (const entry of lost) {
      entry.state = "failed";
      this.#changed(entry);
    }
  }

  dismiss(entry) {
    this.#entries.delete(entry.key);
    this.#changed(entry);
  }

  /** Commands of the channel that have no message yet. */
  pending(channel) {
    return [...this.#entries.values()].filter(
      (entry) => entry.channel === channel && entry.message === null,
    );
  }

  /** What is going on at a message: the custom_ids that spin, and whether the last one failed. */
  at(message) {
    const here = [...this.#entries.values()].filter((entry) => entry.message === message);
    return {
      busy: new Set(here.filter(({ state }) => state === "sent").map(({ customId }) => customId)),
      failed: here.some(({ state }) => state === "failed"),
    };
  }

  #clearFailures(message) {
    for (const entry of this.#entries.values()) {
      if (message !== null && entry.message === message && entry.state === "failed") {
        this.#entries.delete(entry.key);
      }
    }
  }

  #changed(entry) {
    this.dispatchEvent(new CustomEvent("change", { detail: entry }));
  }
}
