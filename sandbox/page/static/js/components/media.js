// Pictures: galleries of one to ten, thumbnails, covers over spoilers and the ALT badge.

import { h } from "../dom.js";

/** How many columns (of a grid of six) each picture spans: Discord's layout for each count. */
const SPANS = {
  1: [6],
  2: [3, 3],
  3: [4, 2, 2],
  4: [3, 3, 3, 3],
  5: [3, 3, 2, 2, 2],
  6: [2, 2, 2, 2, 2, 2],
  7: [6, 2, 2, 2, 2, 2, 2],
  8: [3, 3, 2, 2, 2, 2, 2, 2],
  9: [2, 2, 2, 2, 2, 2, 2, 2, 2],
  10: [6, 2, 2, 2, 2, 2, 2, 2, 2, 2],
};

/** @param items Discord's media gallery items: {media: {url, width, height}, description, spoiler} */
export function drawGallery(items, scene) {
  const spans = SPANS[Math.min(items.length, 10)] ?? [];
  return h(
    "div",
    { class: `gallery gallery-${items.length}` },
    items.map((item, index) => tile(item, items, index, spans[index] ?? 2, scene)),
  );
}

function tile(item, items, index, span, scene) {
  const { width, height } = item.media;
  const alone = items.length === 1 && width && height;
  const button = coverable("tile", item, items, index, scene);
  const style = {
    "--span": span,
    ...(alone && {
      "--ratio": `${width} / ${height}`,
      "--shape": width / height,
      "--width": `${width}px`,
    }),
  };
  return h("div", { class: "tile-frame", style }, button, altBadge(item));
}

/** A picture to open; a spoiler is covered until it is pressed, and stays open in this channel. */
function coverable(className, item, items, index, scene) {
  const key = `${scene.message.id}-${className}-${item.media.url.split("?")[0]}`;
  const isHidden = item.spoiler && !scene.revealed.has(key);
  const button = h(
    "button",
    {
      type: "button",
      class: isHidden ? `${className} hidden-picture` : className,
      "aria-label": tileLabel(item, isHidden),
    },
    picture(item),
    isHidden && h("span", { class: "cover-word" }, "SPOILER"),
  );
  button.addEventListener("click", () => {
    if (button.classList.contains("hidden-picture")) reveal(button, key, item, scene);
    else scene.actions.openPictures(items, index, button);
  });
  return button;
}

function tileLabel(item, isHidden) {
  if (isHidden) return "Spoiler: show the picture";
  return item.description ? `Open picture: ${item.description}` : "Open picture";
}

function reveal(button, key, item, scene) {
  scene.revealed.add(key);
  button.classList.remove("hidden-picture");
  button.querySelector(".cover-word")?.remove();
  button.setAttribute("aria-label", tileLabel(item, false));
}

/** An <img> that fades in; `crossfade` of message/carry.js lets it take over from a former one. */
export function picture(item) {
  const { url, width, height } = item.media;
  const image = h("img", {
    class: "picture",
    alt: item.description ?? "",
    width: width ?? null,
    height: height ?? null,
    decoding: "async",
    draggable: "false",
    dataset: { address: url },
  });
  image.addEventListener("load", () => image.classList.add("loaded"));
  image.addEventListener("error", () =>
    image.closest(".tile, .thumbnail")?.classList.add("broken"),
  );
  image.src = url;
  return image;
}

function altBadge(item) {
  if (!item.description) return null;
  const note = h("span", { class: "alt-note", role: "note", hidden: true }, item.description);
  const badge = h(
    "button",
    { type: "button", class: "alt-badge", "aria-expanded": "false" },
    "ALT",
  );
  badge.addEventListener("click", () => {
    note.hidden = !note.hidden;
    badge.setAttribute("aria-expanded", String(!note.hidden));
  });
  return h("div", { class: "alt" }, note, badge);
}

export function drawThumbnail(item, scene) {
  return coverable("thumbnail", item, [item], 0, scene);
}
