// Classic embeds.

import { cssColor } from "../avatar.js";
import { picture } from "../components/media.js";
import { h, safeUrl } from "../dom.js";
import { richLine, richText } from "../text/render.js";
import { messageTime } from "../text/time.js";

export function drawEmbed(embed, scene) {
  const { world } = scene;
  return h(
    "article",
    { class: "embed", style: { "--accent-line": cssColor(embed.color, "var(--line-strong)") } },
    h(
      "div",
      { class: "embed-words" },
      embed.author && h("div", { class: "embed-author" }, embed.author.name),
      embed.title && title(embed, world),
      embed.description && richText(embed.description, world),
      embed.fields?.length > 0 && fields(embed.fields, world),
      embed.image && embedPicture(embed.image, "embed-image", scene),
      (embed.footer || embed.timestamp) && footer(embed, world),
    ),
    embed.thumbnail && embedPicture(embed.thumbnail, "embed-thumbnail", scene),
  );
}

function title(embed, world) {
  const href = safeUrl(embed.url);
  const words = richLine(embed.title, world);
  return h(
    "div",
    { class: "embed-title" },
    href ? h("a", { href, target: "_blank", rel: "noopener noreferrer" }, words) : words,
  );
}

function fields(list, world) {
  return h(
    "div",
    { class: "embed-fields" },
    list.map(({ name, value, inline }) =>
      h(
        "div",
        { class: inline ? "embed-field inline" : "embed-field" },
        h("div", { class: "embed-field-name" }, richLine(name, world)),
        richText(value, world),
      ),
    ),
  );
}

function embedPicture(media, className, scene) {
  const item = { media: { ...media, url: media.proxy_url ?? media.url }, description: null };
  return h(
    "button",
    {
      type: "button",
      class: `tile ${className}`,
      "aria-label": "Open picture",
      onclick: ({ currentTarget }) => scene.actions.openPictures([item], 0, currentTarget),
    },
    picture(item),
  );
}

function footer(embed, world) {
  const time = embed.timestamp && messageTime(new Date(embed.timestamp), world.locale);
  return h(
    "small",
    { class: "embed-footer" },
    [embed.footer?.text, time].filter(Boolean).join(" • "),
  );
}
