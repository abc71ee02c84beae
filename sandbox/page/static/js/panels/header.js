// The bar above the messages: channel, topic, the bot's state, and what can be opened.

import { h, icon, iconButton } from "../dom.js";
import { themeButton } from "./theme.js";

export class Header {
  #world;
  #title = h("div", { class: "header-title" });
  #status = h("span", { class: "bot-status", role: "status" });
  #sidebarButton;
  #drawerButton;

  /** @param {{world, toggleSidebar, toggleMembers, toggleDrawer}} use */
  constructor({ world, toggleSidebar, toggleMembers, toggleDrawer }) {
    this.#world = world;
    this.#sidebarButton = iconButton("menu", "Channels", {
      class: "sidebar-button",
      "aria-controls": "sidebar",
      "aria-expanded": "false",
      onclick: toggleSidebar,
    });
    this.#drawerButton = h(
      "button",
      {
        type: "button",
        class: "drawer-button",
        "aria-controls": "drawer",
        "aria-expanded": "false",
        title: "The sandbox's relay: speed, faults, tasks",
        onclick: toggleDrawer,
      },
      icon("sliders"),
      h("span", {}, "Relay"),
    );
    this.element = h(
      "header",
      { class: "header" },
      this.#sidebarButton,
      this.#title,
      h(
        "div",
        { class: "header-tools" },
        h(
          "span",
          {
            class: "sandbox-badge",
            title: "A stand-in for Discord on this machine. Sandbox: nothing here is real",
          },
          h("span", {}, "Sandbox"),
          h("span", { class: "badge-rest" }, ": nothing here is real"),
        ),
        this.#status,
        this.#drawerButton,
        themeButton(),
        iconButton("people", "Members", { class: "members-button", onclick: toggleMembers }),
      ),
    );
    for (const name of ["ready", "app"]) world.addEventListener(name, () => this.#drawStatus());
  }

  setChannel(channel) {
    this.#title.replaceChildren(
      icon(channel.kind === "dm" ? "at" : "hash"),
      h("h2", {}, channel.name),
      channel.nsfw ? h("span", { class: "nsfw", title: "Age-restricted channel" }, "18+") : "",
      channel.topic ? h("span", { class: "topic", title: channel.topic }, channel.topic) : "",
    );
  }

  setSidebar(isOpen) {
    this.#sidebarButton.setAttribute("aria-expanded", String(isOpen));
  }

  setDrawer(isOpen) {
    this.#drawerButton.setAttribute("aria-expanded", String(isOpen));
  }

  #drawStatus() {
    const { name, online } = this.#world.app;
    const status = online ? "online" : "offline";
    this.#status.replaceChildren(
      h("span", { class: `status status-${status}` }),
      h("span", { class: "bot-status-words" }, `${name} is ${status}`),
    );
    this.#status.title = `${name} is ${status}`;
  }
}
