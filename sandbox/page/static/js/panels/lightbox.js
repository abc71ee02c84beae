// A picture over the whole window, with its neighbours and the original.

import { h, icon, iconButton, safeUrl } from "../dom.js";

/**
 * @param items media gallery items
 * @param index which one to show first
 * @param {HTMLElement} from what the focus returns to
 */
export function openLightbox(items, index, from) {
  let at = index;
  const image = h("img", { class: "lightbox-picture" });
  const words = h("p", { class: "lightbox-words" });
  const original = h("a", {
    class: "press press-secondary",
    target: "_blank",
    rel: "noopener noreferrer",
  });
  original.append(h("span", {}, "Open original"), icon("external"));
  const show = (next) => {
    at = (next + items.length) % items.length;
    const { media, description } = items[at];
    image.src = media.url;
    image.alt = description ?? "";
    words.textContent = description ?? "";
    original.href = safeUrl(media.url) ?? "#";
  };
  const step = (name, by, label) =>
    items.length > 1 && iconButton("chevron", label, { class: name, onclick: () => show(at + by) });
  const dialog = h(
    "dialog",
    {
      class: "lightbox",
      "aria-label": "Picture",
      onclose: () => {
        dialog.remove();
        from.focus({ preventScroll: true });
      },
      onclick: ({ target }) => target.matches(".lightbox, .lightbox-stage") && dialog.close(),
      onkeydown: ({ key }) => {
        if (items.length === 1) return;
        if (key === "ArrowLeft") show(at - 1);
        if (key === "ArrowRight") show(at + 1);
      },
    },
    iconButton("close", "Close", { class: "lightbox-close", onclick: () => dialog.close() }),
    step("lightbox-before", -1, "Previous picture"),
    h("div", { class: "lightbox-stage" }, image, words, original),
    step("lightbox-after", 1, "Next picture"),
  );
  show(index);
  document.body.append(dialog);
  dialog.showModal();
}
