// Draws parsed markdown as elements.

import { h, safeUrl } from "../dom.js";
import { parse, parseInline } from "./parse.js";
import { timeElement } from "./time.js";

const TAGS = { bold: "strong", italic: "em", underline: "u", strike: "s", code: "code" };

/** A whole text (message content, TextDisplay, embed description) as a block of elements. */
export function richText(source, world) {
  const blocks = parse(source);
  const className = isOnlyEmoji(source) ? "rich jumbo" : "rich";
  return h(
    "div",
    { class: className },
    blocks.map((block) => drawBlock(block, world)),
  );
}

/** One line without blocks (titles, field names, the text of a reply line). */
export function richLine(source, world) {
  return parseInline(source).map((node) => draw(node, world));
}

function isOnlyEmoji(source) {
  return (
    source.length <= 60 &&
    /^(\s*\p{Extended_Pictographic}(\uFE0F|\u200D\p{Extended_Pictographic}|\p{Emoji_Modifier})*\s*){1,27}$/u.test(
      source,
    )
  );
}

function drawBlock(block, world) {
  const inside = block.inside?.map((node) => draw(node, world));
  switch (block.kind) {
    case "pre":
      return h("pre", { tabindex: 0 }, h("code", {}, block.text));
    case "heading":
      return h(`h${block.level + 2}`, { class: `heading-${block.level}` }, inside);
    case "small":
      return h("small", { class: "subtext" }, inside);
    case "quote":
      return h("blockquote", {}, inside);
    case "list":
      return h(
        "ul",
        {},
        block.items.map((item) => listItem(item, world)),
      );
    default:
      return h("p", {}, inside);
  }
}

function listItem(item, world) {
  const marker = item.number ? `"${item.number}. "` : null;
  return h(
    "li",
    { style: { "--depth": item.depth, ...(marker && { "list-style-type": marker }) } },
    item.inside.map((node) => draw(node, world)),
  );
}

function draw(node, world) {
  const inside = node.inside?.map((child) => draw(child, world));
  switch (node.kind) {
    case "text":
      return node.text;
    case "break":
      return h("br");
    case "code":
      return h("code", {}, node.text);
    case "bold-italic":
      return h("strong", {}, h("em", {}, inside));
    case "spoiler":
      return spoiler(inside);
    case "link":
      return link(node.url, inside);
    case "time":
      return timeElement(node.unix, node.style, world.locale);
    case "emoji":
      return h("span", { class: "emoji-name" }, `:${node.id}:`);
    case "user":
      return mention(`@${world.face(node.id).name}`);
    case "role": {
      const role = world.role(node.id);
      return mention(`@${role?.name ?? "deleted-role"}`, role?.color);
    }
    case "channel":
      return mention(`#${world.channels.get(node.id)?.name ?? "unknown"}`);
    case "command":
      return mention(`/${node.id}`);
    case "everyone":
      return mention(`@${node.id}`);
    default:
      return h(TAGS[node.kind], {}, inside);
  }
}

/** @param color of a role's own, "#rrggbb" */
function mention(text, color) {
  if (!color) return h("span", { class: "mention" }, text);
  return h("span", { class: "mention mention-role", style: { "--role": color } }, text);
}

function link(address, inside) {
  const href = safeUrl(address);
  if (!href) return h("span", {}, inside);
  return h("a", { href, target: "_blank", rel: "noopener noreferrer" }, inside);
}

function spoiler(inside) {
  const reveal = ({ currentTarget }) => {
    currentTarget.classList.add("revealed");
    currentTarget.removeAttribute("role");
    currentTarget.removeAttribute("aria-label");
  };
  const onkeydown = (event) => event.key === "Enter" && reveal(event);
  return h(
    "span",
    {
      class: "spoiler",
      role: "button",
      tabindex: 0,
      "aria-label": "Spoiler",
      onclick: reveal,
      onkeydown,
    },
    h("span", {}, inside),
  );
}
