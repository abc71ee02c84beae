// The WebSocket to the server: events come in, requests go out and are answered by number.

const FIRST_PAUSE_MS = 400;
const LONGEST_PAUSE_MS = 5000;

/** The server's close code for a person it does not know, say from an earlier run's address. */
const UNKNOWN_PERSON = 4404;

/**
 * Fires "event" (detail: what the server told), "up" and "down" (the connection came or went).
 * A lost connection is opened again by itself; the first event after that is a new snapshot.
 */
export class Live extends EventTarget {
  #socket = null;
  #person = null;
  #pause = FIRST_PAUSE_MS;
  #timer = null;
  #number = 0;
  #waiting = new Map();

  /** Connects as a person (null: whoever the server puts first), leaving the former one. */
  connect(person) {
    this.#person = person;
    this.#pause = FIRST_PAUSE_MS;
    this.#open();
  }

  /**
   * Asks the server to do something.
   * @returns the answer's fields; rejects with an Error whose message is a sentence to show.
   */
  request(what, fields = {}) {
    if (this.#socket?.readyState !== WebSocket.OPEN) {
      return Promise.reject(new Error("Not connected. Try again in a moment."));
    }
    const number = (this.#number += 1);
    this.#socket.send(JSON.stringify({ request: number, do: what, ...fields }));
    return new Promise((resolve, reject) => this.#waiting.set(number, { resolve, reject }));
  }

  #open() {
    clearTimeout(this.#timer);
    this.#abandon();
    const address = new URL("/live", location.href);
    address.protocol = location.protocol === "https:" ? "wss:" : "ws:";
    if (this.#person) address.searchParams.set("as", this.#person);
    const socket = new WebSocket(address);
    this.#socket = socket;
    socket.onopen = () => {
      this.#pause = FIRST_PAUSE_MS;
      this.dispatchEvent(new Event("up"));
    };
    socket.onmessage = ({ data }) => this.#hear(JSON.parse(data));
    socket.onclose = ({ code }) => this.#lost(code);
  }

  #hear(told) {
    if (told.reply === undefined) {
      this.dispatchEvent(new CustomEvent("event", { detail: told }));
      return;
    }
    const waiting = this.#waiting.get(told.reply);
    this.#waiting.delete(told.reply);
    if (told.ok) waiting?.resolve(told);
    else waiting?.reject(new Error(told.error));
  }

  #lost(code) {
    this.#failWaiting();
    this.dispatchEvent(new CustomEvent("down", { detail: code }));
    if (code === UNKNOWN_PERSON) this.#person = null;
    this.#timer = setTimeout(() => this.#open(), this.#pause);
    this.#pause = Math.min(this.#pause * 2, LONGEST_PAUSE_MS);
  }

  #abandon() {
    if (this.#socket === null) return;
    this.#socket.onclose = null;
    this.#socket.onmessage = null;
    this.#socket.close();
    this.#failWaiting();
  }

  #failWaiting() {
    for (const { reject } of this.#waiting.values()) reject(new Error("The connection was lost."));
    this.#waiting.clear();
  }
}
