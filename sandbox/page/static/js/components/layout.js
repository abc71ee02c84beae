// The components of a message (rows of buttons and the "V2" layout) as elements.

import { cssColor } from "../avatar.js";
import { h } from "../dom.js";
import { richText } from "../text/render.js";
import { drawButton } from "./button.js";
import { drawFile } from "./file.js";
import { KIND, isSelect } from "./kinds.js";
import { drawGallery, drawThumbnail } from "./media.js";
import { selectMenu } from "./select.js";

/**
 * @param components what Discord's message object holds
 * @param scene {message, world, actions, busy: Set of custom_ids, revealed: Set of picture keys,
 *   chosen: Map of what was picked in menus, which stays until the message itself changes}
 */
export function drawComponents(components, scene) {
  return components.map((component) => drawComponent(component, scene));
}

function drawComponent(component, scene) {
  switch (component.type) {
    case KIND.ROW:
      return h("div", { class: "row" }, drawComponents(component.components, scene));
    case KIND.BUTTON:
      return drawButton(component, scene);
    case KIND.SECTION:
      return drawSection(component, scene);
    case KIND.TEXT:
      return richText(component.content, scene.world);
    case KIND.THUMBNAIL:
      return drawThumbnail(component, scene);
    case KIND.GALLERY:
      return drawGallery(component.items, scene);
    case KIND.FILE:
      return drawFile({ ...component.file, name: component.name, size: component.size });
    case KIND.SEPARATOR:
      return drawSeparator(component);
    case KIND.CONTAINER:
      return drawContainer(component, scene);
    default:
      return isSelect(component) ? drawSelect(component, scene) : null;
  }
}

function drawContainer(container, scene) {
  const accent = container.accent_color;
  const isColored = accent !== null && accent !== undefined;
  const box = h(
    "div",
    {
      class: isColored ? "container accented" : "container",
      style: isColored ? { "--accent-line": cssColor(accent) } : {},
    },
    drawComponents(container.components, scene),
  );
  return container.spoiler ? covered(box, `container-${container.id}`, scene) : box;
}

function covered(box, key, scene) {
  if (scene.revealed.has(key)) return box;
  const cover = h("button", { type: "button", class: "cover" }, "SPOILER");
  const wrapper = h("div", { class: "covered" }, box, cover);
  box.inert = true;
  cover.addEventListener("click", () => {
    scene.revealed.add(key);
    box.inert = false;
    wrapper.replaceWith(box);
  });
  return wrapper;
}

function drawSection(section, scene) {
  return h(
    "div",
    { class: "section" },
    h("div", { class: "section-texts" }, drawComponents(section.components, scene)),
    h("div", { class: "section-accessory" }, drawComponent(section.accessory, scene)),
  );
}

function drawSeparator({ divider = true, spacing = 1 }) {
  return h("div", {
    class: `separator spacing-${spacing}${divider ? " divider" : ""}`,
    role: "separator",
  });
}

function drawSelect(component, scene) {
  const { message, world, chosen, actions } = scene;
  const key = `${message.id}/${component.custom_id}`;
  const kept = chosen.get(key);
  return selectMenu(component, {
    world,
    busy: scene.busy.has(component.custom_id),
    kept: kept?.message === message ? kept.values : null,
    chosen: (values) => {
      chosen.set(key, { message, values });
      actions.select(message, component.custom_id, values);
    },
  });
}
