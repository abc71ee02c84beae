// One message: who, when, what it answers, what it holds, and what is going on at it.

import { avatar, named } from "../avatar.js";
import { drawComponents } from "../components/layout.js";
import { drawFile } from "../components/file.js";
import { drawGallery } from "../components/media.js";
import { h, icon, iconButton } from "../dom.js";
import { richLine, richText } from "../text/render.js";
import { messageTime } from "../text/time.js";
import { drawEmbed } from "./embed.js";

/**
 * @param message Discord's message object with the sandbox's additions
 * @param scene {world, actions, busy, failed, revealed, isCompact}
 */
export function drawMessage(message, scene) {
  const { world, isCompact } = scene;
  const author = world.face(message.author);
  const sceneHere = { ...scene, message };
  const node = h(
    "article",
    {
      class: className(message, scene),
      id: `message-${message.id}`,
      tabindex: -1,
      "aria-label": `${author.name}, ${timeOf(message, world)}`,
      dataset: { message: message.id },
      oncontextmenu: (event) => openMenu(event, sceneHere),
    },
    opening(message, world),
    h("div", { class: "gutter" }, isCompact ? clock(message, world) : avatar(author)),
    h(
      "div",
      { class: "body" },
      !isCompact && header(author, message, world),
      contents(message, sceneHere),
      scene.failed &&
        h("p", { class: "failure", role: "alert" }, icon("alert"), "This interaction failed"),
      message.ephemeral && privateNote(message, scene.actions),
    ),
    toolbar(sceneHere),
  );
  holdForMenu(node, sceneHere);
  return node;
}

function className(message, { isCompact, world }) {
  const names = ["message"];
  if (isCompact) names.push("compact");
  if (message.ephemeral) names.push("ephemeral");
  if (message.thinking) names.push("thinking");
  if (message.mentions?.some(({ id }) => id === world.me?.id)) names.push("mentions-me");
  return names.join(" ");
}

/** The line above: "Ada used /imagine", or the message this one replies to. */
function opening(message, world) {
  if (message.interaction) {
    const user = world.face(message.interaction.user);
    return h(
      "div",
      { class: "opening" },
      avatar(user, "avatar avatar-small"),
      named(user, "opening-name"),
      " used ",
      h("span", { class: "mention" }, `/${message.interaction.name}`),
    );
  }
  if (!message.reply_to) return null;
  const author = world.face(message.reply_to.author);
  return h(
    "a",
    { class: "opening", href: `#/${message.channel_id}/${message.reply_to.id}` },
    avatar(author, "avatar avatar-small"),
    named(author, "opening-name"),
    h("span", { class: "opening-text" }, replyText(message.reply_to.text, world)),
  );
}

function replyText(text, world) {
  if (!text) return ["Click to see attachment ", icon("image")];
  const [first] = text.split("\n");
  return richLine(first.replace(/^(#{1,3}|-#|>) +/, "").slice(0, 160), world);
}

function header(author, message, world) {
  return h(
    "div",
    { class: "by" },
    named(author, "author"),
    author.app && h("span", { class: "app-tag" }, "APP"),
    h("time", { datetime: message.timestamp }, timeOf(message, world)),
  );
}

function timeOf(message, world) {
  return messageTime(new Date(message.timestamp), world.locale);
}

function clock(message, world) {
  return h(
    "time",
    { datetime: message.timestamp },
    timeOf(message, world).split(" ").slice(-2).join(" "),
  );
}

/** Discord's flag of an attachment that is a spoiler. */
const IS_SPOILER = 8;

function contents(message, scene) {
  if (message.thinking) return thinking(scene.world.face(message.author).name);
  const pictures = message.attachments.filter(isPicture);
  const files = message.attachments.filter((attachment) => !isPicture(attachment));
  const items = pictures.map((attachment) => ({
    media: attachment,
    description: attachment.description,
    spoiler: Boolean(attachment.flags & IS_SPOILER),
  }));
  return h(
    "div",
    { class: "contents" },
    message.content && richText(message.content, scene.world),
    message.content && message.edited_timestamp && h("small", { class: "edited" }, "(edited)"),
    items.length > 0 && drawGallery(items, scene),
    files.map(({ url, filename, size }) => drawFile({ url, name: filename, size })),
    message.embeds.map((embed) => drawEmbed(embed, scene)),
    drawComponents(message.components, scene),
  );
}

function isPicture(attachment) {
  return attachment.content_type?.startsWith("image/");
}

export function thinking(name, words = "is thinking…") {
  return h(
    "p",
    { class: "thinking-line" },
    h("span", { class: "dots", "aria-hidden": "true" }, h("i"), h("i"), h("i")),
    `${name} ${words}`,
  );
}

function privateNote(message, actions) {
  return h(
    "p",
    { class: "private-note" },
    icon("eye"),
    "Only you can see this • ",
    h(
      "button",
      { type: "button", class: "text-link", onclick: () => actions.dismiss(message) },
      "Dismiss message",
    ),
  );
}

function toolbar(scene) {
  const more = iconButton("dots", "More", {
    "aria-haspopup": "menu",
    onclick: ({ currentTarget }) => {
      const { right, bottom } = currentTarget.getBoundingClientRect();
      scene.actions.openMessageMenu(scene.message, { x: right, y: bottom, from: currentTarget });
    },
  });
  return h("div", { class: "toolbar" }, more);
}

/** Right click, or the keyboard's menu key (which reports no place of its own). */
function openMenu(event, scene) {
  if (event.target.closest("a[href], [contenteditable]") || String(getSelection())) return;
  event.preventDefault();
  const box = event.currentTarget.getBoundingClientRect();
  const place =
    event.clientX || event.clientY ? event : { clientX: box.left + 72, clientY: box.top + 24 };
  scene.actions.openMessageMenu(scene.message, {
    x: place.clientX,
    y: place.clientY,
    from: event.currentTarget,
  });
}

const LONG_PRESS_MS = 500;

/** A finger held on a message opens its menu, where no right button exists. */
function holdForMenu(node, scene) {
  let timer = null;
  const cancel = () => clearTimeout(timer);
  node.addEventListener("pointerdown", ({ pointerType, clientX, clientY }) => {
    if (pointerType !== "touch") return;
    timer = setTimeout(
      () => scene.actions.openMessageMenu(scene.message, { x: clientX, y: clientY, from: node }),
      LONG_PRESS_MS,
    );
  });
  for (const kind of ["pointerup", "pointermove", "pointercancel"])
    node.addEventListener(kind, cancel);
}
