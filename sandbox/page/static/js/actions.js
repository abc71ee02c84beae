// What a person can do in the sandbox, with what the page says when it is refused.

import { messageCommands } from "./commands.js";
import { openForm } from "./form/form.js";
import { openLightbox } from "./panels/lightbox.js";
import { openMenu } from "./panels/menu.js";
import { toast } from "./panels/toast.js";
import { PERMISSION, allows } from "./permissions.js";

export class Actions {
  #world;
  #live;
  #interactions;
  #fill = () => false;

  constructor({ world, live, interactions }) {
    this.#world = world;
    this.#live = live;
    this.#interactions = interactions;
  }

  /** Tells where fill() writes to: the composer, which is built from these actions itself. */
  fillWith(fill) {
    this.#fill = fill;
  }

  /** Puts a command with values into the composer, for the person to send. */
  fill(command, values) {
    if (!this.#fill(command, values))
      toast(`The bot has not published /${command} yet. Try again in a moment.`);
  }

  command(channel, name, options) {
    const fields = { channel: channel.id, command: name, options };
    return this.#start("command", fields, { channel: channel.id, command: name });
  }

  /** Posts a plain message of the person's own; files are ids of uploads. */
  async say(channel, text, files = []) {
    try {
      await this.#live.request("say", { channel: channel.id, text, files });
      return true;
    } catch (error) {
      toast(error.message);
      return false;
    }
  }

  press(message, customId) {
    return this.#onMessage("press", message, { custom_id: customId }, customId);
  }

  select(message, customId, values) {
    return this.#onMessage("select", message, { custom_id: customId, values }, customId);
  }

  /** Gives somebody a role or takes it; false when that was refused. */
  async setRole(person, role, has) {
    try {
      await this.#live.request("role", { person: person.id, role: role.id, has });
      return true;
    } catch (error) {
      toast(error.message);
      return false;
    }
  }

  dismiss(message) {
    this.#world.dismiss(message);
  }

  async remove(message) {
    try {
      await this.#live.request("delete", { channel: message.channel_id, message: message.id });
    } catch (error) {
      toast(error.message);
    }
  }

  openPictures(items, index, from) {
    openLightbox(items, index, from);
  }

  /** Shows a form the bot answered an interaction with. */
  openForm(interaction, form) {
    openForm(form, { world: this.#world, submit: (values) => this.#submit(interaction, values) });
  }

  openMessageMenu(message, place) {
    openMenu([this.#appEntries(message), copyEntries(message), this.#endEntries(message)], place);
  }

  async #submit(interaction, values) {
    const about = { channel: null, message: `form-${interaction}` };
    try {
      const entry = await this.#interactions.start("form", { interaction, values }, about);
      return (await this.#interactions.outcome(entry)) === "acknowledged";
    } catch (error) {
      toast(error.message);
      return false;
    }
  }

  /** Private replies offer no apps: Discord hands a bot only messages it could have seen. */
  #appEntries(message) {
    if (message.ephemeral) return [];
    const channel = this.#world.channels.get(message.channel_id);
    return messageCommands(this.#world, channel).map(({ name, shown }) => ({
      label: shown,
      icon: "apps",
      run: () => this.#onMessage("menu", message, { command: name }, null),
    }));
  }

  #endEntries(message) {
    if (message.ephemeral) {
      return [{ label: "Dismiss message", icon: "close", run: () => this.dismiss(message) }];
    }
    if (!this.#mayDelete(message)) return [];
    return [
      { label: "Delete message", icon: "trash", danger: true, run: () => this.remove(message) },
    ];
  }

  #mayDelete({ author, channel_id: channel }) {
    const isOwn = author.id === this.#world.me.id;
    const { kind, permissions } = this.#world.channels.get(channel) ?? {};
    return isOwn || (kind === "text" && allows(permissions, PERMISSION.MANAGE_MESSAGES));
  }

  #onMessage(what, message, fields, customId) {
    const where = { channel: message.channel_id, message: message.id };
    return this.#start(what, { ...where, ...fields }, { ...where, customId });
  }

  /** True when the server took it; what the bot makes of it shows where it happened. */
  async #start(what, fields, about) {
    try {
      await this.#interactions.start(what, fields, about);
      return true;
    } catch (error) {
      toast(error.message);
      return false;
    }
  }
}

function copyEntries(message) {
  const link = `${location.origin}/#/${message.channel_id}/${message.id}`;
  const entries = [
    { label: "Copy message link", icon: "link", run: () => copy(link) },
    { label: "Copy message ID", icon: "copy", run: () => copy(message.id) },
  ];
  if (!message.content) return entries;
  return [{ label: "Copy text", icon: "copy", run: () => copy(message.content) }, ...entries];
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    toast("Copied.", "good");
  } catch {
    toast("The browser did not allow copying.");
  }
}
