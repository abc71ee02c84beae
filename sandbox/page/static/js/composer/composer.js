// Where a person types: plain text until "/" names a command, then that command's options.

import { slashCommands } from "../commands.js";
import { h, icon, iconButton } from "../dom.js";
import { toast } from "../panels/toast.js";
import { uploadFile } from "../uploads.js";
import { CommandLine } from "./command-line.js";
import { commandMenu, wholeCommand } from "./command-menu.js";
import { HintBar } from "./hint.js";
import { Suggestions } from "./suggestions.js";

export class Composer {
  #world;
  #live;
  #actions;
  #channel = null;
  #line = null;
  #last = null;
  #key = "";
  #suggestions = new Suggestions();
  #above = h("div", { class: "composer-above" });
  #hint = new HintBar();
  #isSending = false;
  #text;
  #slot = h("div", { class: "composer-slot" });

  constructor({ world, live, actions }) {
    this.#world = world;
    this.#live = live;
    this.#actions = actions;
    this.#text = h("textarea", {
      class: "composer-text",
      rows: 1,
      role: "combobox",
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-label": "Type / to use a command",
      autocomplete: "off",
      spellcheck: "false",
      oninput: () => this.#typed(),
      onkeydown: (event) => this.#pressed(event),
      onfocus: () => this.#typed(),
      onblur: () => this.#suggestions.hide(),
    });
    this.#slot.append(this.#text);
    // Commands that are published while "/" stands there appear at once.
    world.addEventListener("commands", () => this.#offerAnew());
    this.element = h(
      "form",
      {
        class: "composer",
        "aria-label": "Composer",
        onsubmit: (event) => this.#submitted(event),
        ondragover: (event) => this.#dragged(event),
        ondrop: (event) => this.#dropped(event),
        onpaste: (event) => this.#pasted(event),
      },
      this.#suggestions.element,
      this.#hint.element,
      h(
        "div",
        { class: "composer-box" },
        this.#above,
        h(
          "div",
          { class: "composer-row" },
          iconButton("slash", "Commands", {
            class: "composer-slash",
            onclick: () => this.#browse(),
          }),
          this.#slot,
          h(
            "button",
            {
              type: "submit",
              class: "icon-button composer-send",
              title: "Send",
              "aria-label": "Send",
            },
            icon("send"),
          ),
        ),
      ),
    );
  }

  /** Shows the composer of a channel: empty, but what is being typed outlives a reconnection. */
  open(channel) {
    const key = `${this.#world.me.id}/${channel.id}`;
    this.#channel = channel;
    if (key === this.#key) {
      this.#offerAnew();
      return;
    }
    this.#key = key;
    this.#leave("");
    const place = channel.kind === "dm" ? `@${channel.name}` : `#${channel.name}`;
    this.#text.placeholder = `Type / to use a command in ${place}`;
  }

  focus() {
    if (this.#line) this.#line.focus();
    else this.#text.focus();
  }

  /** Writes a command with values, ready to be sent; false when there is no such command here. */
  fill(name, values) {
    const command = this.#commands().find((candidate) => candidate.name === name);
    if (!command) return false;
    this.#choose(command, values);
    return true;
  }

  #commands() {
    return slashCommands(this.#world, this.#channel);
  }

  #browse() {
    this.#leave("/");
    this.#text.focus();
  }

  #typed() {
    this.#hint.hide();
    this.#grow();
    const text = this.#text.value;
    if (!text.startsWith("/")) {
      this.#suggestions.hide();
      return;
    }
    const whole = wholeCommand(text, this.#world, this.#channel);
    if (whole) this.#choose(whole.command, whole.values);
    else this.#showMenu(text.slice(1));
  }

  /** What is offered follows from the commands and from what one may do here: both may change. */
  #offerAnew() {
    const isAsking = this.#text.value.startsWith("/") && document.activeElement === this.#text;
    if (isAsking) this.#typed();
  }

  #showMenu(typed) {
    const choose = (command) => this.#choose(command, {});
    const menu = commandMenu(typed, this.#world, this.#channel, choose);
    this.#suggestions.show(this.#text, menu);
  }

  #choose(command, values) {
    this.#drop();
    const ask = (name, options, focused) =>
      this.#live.request("autocomplete", {
        channel: this.#channel.id,
        command: name,
        options,
        focused,
      });
    const line = new CommandLine(command, {
      world: this.#world,
      suggestions: this.#suggestions,
      ask,
    });
    this.#line = line;
    line.addEventListener("send", () => this.#send());
    line.addEventListener("leave", () => this.#leaveAndFocus());
    line.addEventListener("hint", ({ detail }) => this.#hint.show(detail));
    this.#above.replaceChildren(line.cards);
    this.#slot.replaceChildren(line.element);
    line.fill(values);
    this.#hint.show({ name: `/${command.shown}`, text: command.description });
    line.focus();
  }

  async #send() {
    const line = this.#line;
    const options = line.values();
    if (options === null) return;
    this.#last = { name: line.command.name, options };
    await this.#once(async () => {
      const isSent = await this.#actions.command(this.#channel, line.command.name, options);
      if (isSent && this.#line === line) this.#leaveAndFocus();
    });
  }

  /** A second Enter while the first is on its way must not send twice. */
  async #once(send) {
    if (this.#isSending) return;
    this.#isSending = true;
    try {
      await send();
    } finally {
      this.#isSending = false;
    }
  }

  #leaveAndFocus() {
    this.#leave("");
    this.#text.focus();
  }

  #leave(text) {
    this.#drop();
    this.#hint.hide();
    this.#text.value = text;
    this.#slot.replaceChildren(this.#text);
    this.#above.replaceChildren();
    this.#suggestions.hide();
    this.#grow();
  }

  #drop() {
    this.#line?.drop();
    this.#line = null;
  }

  #pressed(event) {
    if (this.#suggestions.key(event)) return;
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      this.#say();
    } else if (event.key === "ArrowUp" && this.#text.value === "" && this.#last) {
      event.preventDefault();
      this.#recall();
    }
  }

  /** The last command once more, as the shell does; files are not sent twice, so they are left out. */
  #recall() {
    const isPlain = ([, value]) => typeof value !== "object";
    this.fill(
      this.#last.name,
      Object.fromEntries(Object.entries(this.#last.options).filter(isPlain)),
    );
  }

  /** A message for the people here; the bot sees none, so the way to it is told. */
  async #say() {
    const text = this.#text.value.trim();
    if (text === "") return;
    if (text.startsWith("/")) {
      this.#hint.show({ name: "Type / to use a command", text: `There is no command ${text}.` });
      return;
    }
    await this.#once(async () => {
      if (!(await this.#actions.say(this.#channel, text))) return;
      this.#leave("");
      this.#hint.show({
        name: "Type / to use a command",
        text: `${this.#world.app.name} does not read messages.`,
      });
    });
  }

  #submitted(event) {
    event.preventDefault();
    if (this.#line) this.#send();
    else this.#say();
  }

  #grow() {
    this.#text.style.height = "auto";
    this.#text.style.height = `${this.#text.scrollHeight}px`;
  }

  #dragged(event) {
    if (event.dataTransfer.types.includes("Files")) event.preventDefault();
  }

  #dropped(event) {
    event.preventDefault();
    this.#takeFiles(event.dataTransfer.files);
  }

  #pasted(event) {
    if (event.clipboardData.files.length === 0) return;
    event.preventDefault();
    this.#takeFiles(event.clipboardData.files);
  }

  /** A file goes into the command being typed; without one it is posted, as in any chat. */
  async #takeFiles([file]) {
    if (!file || this.#line?.takeFile(file)) return;
    if (this.#line) {
      this.#hint.show({
        name: "No place for a file",
        text: `/${this.#line.command.shown} takes no (more) files.`,
      });
      return;
    }
    try {
      const { id } = await uploadFile(file);
      await this.#actions.say(this.#channel, this.#text.value.trim(), [id]);
      this.#leave("");
    } catch (error) {
      toast(error.message);
    }
  }
}
