// Puts the page together and keeps address, person and channel in step.

import { Actions } from "./actions.js";
import { Composer } from "./composer/composer.js";
import { Header } from "./panels/header.js";
import { Interactions } from "./interactions.js";
import { Live } from "./live.js";
import { Timeline } from "./message/timeline.js";
import { Drawer } from "./panels/drawer.js";
import { AgeGate } from "./panels/gate.js";
import { Members } from "./panels/members.js";
import { Sidebar } from "./panels/sidebar.js";
import { restoreTheme } from "./panels/theme.js";
import { keepTimesFresh } from "./text/time.js";
import { World } from "./world.js";
import { h } from "./dom.js";

restoreTheme();
const world = new World();
const live = new Live();
const interactions = new Interactions(live);
const actions = new Actions({ world, live, interactions });
const timeline = new Timeline({ world, interactions, actions });
const composer = new Composer({ world, live, actions });
actions.fillWith((command, values) => composer.fill(command, values));

const go = (channel) => {
  location.hash = `#/${channel}`;
};
const become = (person) => {
  const address = new URL(location.href);
  address.searchParams.set("as", person);
  history.replaceState(null, "", address);
  interactions.reset();
  live.connect(person);
};
const sidebar = new Sidebar({ world, go, become });
const members = new Members({ world, actions });
const gate = new AgeGate({
  world,
  leave: () => go(firstChannel((channel) => !channel.nsfw).id),
  opened: () => follow(),
});
const drawer = new Drawer({ closed: () => toggleDrawer(false) });
const header = new Header({
  world,
  toggleSidebar: () => toggleSidebar(),
  toggleMembers: () => document.body.classList.toggle("without-members"),
  toggleDrawer: () => toggleDrawer(!drawer.isOpen),
});
const banner = h(
  "div",
  { class: "banner", role: "status", hidden: true },
  "Connection lost. Reconnecting…",
);
const veil = h("div", { class: "veil", onclick: () => toggleSidebar(false) });

function toggleSidebar(isOpen) {
  const isShown = document.body.classList.toggle("with-sidebar", isOpen);
  header.setSidebar(isShown);
}

function toggleDrawer(isOpen) {
  if (isOpen) drawer.open();
  else drawer.close();
  document.body.classList.toggle("with-drawer", isOpen);
  header.setDrawer(isOpen);
}

/** The first channel that is fit, the server's before private ones; who left has only those. */
function firstChannel(isFit = () => true) {
  return [...world.textChannels(), ...world.channels.values()].find(isFit);
}

/** Whether the focus is in a member's card: what changes there must not take it away. */
function isReadingCard() {
  return members.card.contains(document.activeElement);
}

/** Shows what the address names (#/channel/message), or the first text channel. */
function follow() {
  const [, wanted, message] = location.hash.split("/");
  const channel = world.channels.get(wanted) ?? firstChannel();
  if (!channel) return;
  document.title = `${channel.kind === "dm" ? "" : "#"}${channel.name} — Easel sandbox`;
  header.setChannel(channel);
  timeline.open(channel.id);
  composer.open(channel);
  sidebar.mark(channel.id);
  toggleSidebar(false);
  const isGated = gate.open(channel);
  for (const { element } of [timeline, composer]) element.hidden = isGated;
  if (isGated) return;
  if (message) timeline.show(message);
  else if (matchMedia("(hover: hover)").matches && !isReadingCard()) composer.focus();
}

world.addEventListener("ready", follow);
world.addEventListener("app", () => timeline.refresh());
addEventListener("hashchange", follow);
live.addEventListener("event", ({ detail }) => {
  if (detail.event === "interaction") interactions.hear(detail.interaction, detail.state);
  else if (detail.event === "form") actions.openForm(detail.interaction, detail.form);
  else world.apply(detail);
});
live.addEventListener("up", () => {
  banner.hidden = true;
});
live.addEventListener("down", () => {
  banner.hidden = false;
  interactions.reset();
});
addEventListener("keydown", (event) => {
  const isTyping = document.activeElement.matches("input, textarea, [contenteditable]");
  const isSlash = event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey;
  if (isSlash && !isTyping && !document.querySelector("dialog[open]")) composer.focus();
});

document.body.append(
  h(
    "a",
    {
      class: "skip",
      href: "#composer",
      onclick: (event) => {
        event.preventDefault();
        composer.focus();
      },
    },
    "Skip to the composer",
  ),
  sidebar.element,
  veil,
  h(
    "main",
    {},
    banner,
    header.element,
    h(
      "div",
      { class: "middle" },
      h("div", { class: "chat" }, gate.element, timeline.element, composer.element),
      members.element,
      drawer.element,
    ),
    members.card,
  ),
);
keepTimesFresh(world);
live.connect(new URL(location.href).searchParams.get("as"));
