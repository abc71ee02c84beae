// Building elements. Text always becomes a text node: nothing that people or bots write is ever
// parsed as HTML.

const SVG = "http://www.w3.org/2000/svg";

/**
 * h("button", { class: "send", onclick: send, disabled: busy }, icon("send"), "Send")
 * Attributes that are null, undefined or false are left out; `on…` adds a listener; `style` is a
 * map of CSS properties (set through the CSSOM, which the content security policy allows).
 */
export function h(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) setAttribute(node, name, value);
  node.append(...children.flat(Infinity).filter(isDrawn));
  return node;
}

function isDrawn(child) {
  return child !== null && child !== undefined && child !== false && child !== "";
}

function setAttribute(node, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
  else if (name === "dataset") Object.assign(node.dataset, value);
  else if (name === "style") {
    for (const [property, setting] of Object.entries(value)) {
      node.style.setProperty(property, setting);
    }
  } else node.setAttribute(name, value === true ? "" : String(value));
}

/** Line drawings on a 24 × 24 field; several strokes are separated by a bar. */
const ICONS = {
  alert: "M12 3 22 20H2Z|M12 9.5v5|M12 17.4v.1",
  apps: "M4 4h6v6H4Z|M14 4h6v6h-6Z|M4 14h6v6H4Z|M17 14v6|M14 17h6",
  at: "M16 12a4 4 0 1 1-8 0 4 4 0 0 1 8 0Zm0 0v1.5a2.5 2.5 0 0 0 5 0V12a9 9 0 1 0-3.6 7.2",
  check: "M5 12.5 10 17.5 19.5 7",
  chevron: "M6 9l6 6 6-6",
  close: "M6 6l12 12|M18 6 6 18",
  copy: "M9 9h11v11H9Z|M5 15H4V4h11v1",
  crown: "M4 18h16|M4.500 15 3 6.500l5 3.500 4-6 4 6 5-3.500L19.500 15Z",
  dots: "M5 12h.01|M12 12h.01|M19 12h.01",
  down: "M12 4v15|M5 12.5 12 19.5l7-7",
  easel:
    "M5 4h14v10H5Z|M12 2v2|M8 14 5 22|M16 14l3 8|M12 14v5|M7.5 11.5l3-3.5 2.5 2.5 1.5-1.5 2 2.5",
  external: "M14 4h6v6|M20 4l-9 9|M18 14v6H4V6h6",
  eye: "M2 12s3.6-7 10-7 10 7 10 7-3.6 7-10 7S2 12 2 12Z|M15 12a3 3 0 1 1-6 0 3 3 0 0 1 6 0Z",
  file: "M6 2h8l5 5v15H6Z|M14 2v5h5",
  hash: "M10 3 8 21|M16 3l-2 18|M4 8.5h17|M3 15.5h17",
  image: "M3 4h18v16H3Z|M3 16l5-5 5 5 3-3 5 5|M16.5 9h.01",
  link: "M10 14a4 4 0 0 0 6 .4l3-3a4 4 0 0 0-5.7-5.7l-1 1|M14 10a4 4 0 0 0-6-.4l-3 3A4 4 0 0 0 10.7 18.3l1-1",
  lock: "M5.500 11h13v9.500h-13Z|M8 11V8a4 4 0 0 1 8 0v3",
  menu: "M4 6h16|M4 12h16|M4 18h16",
  moon: "M20 14.5A8.5 8.5 0 1 1 9.5 4a7 7 0 0 0 10.5 10.5Z",
  people:
    "M13 8a4 4 0 1 1-8 0 4 4 0 0 1 8 0Z|M2 21c0-4 3-6.5 7-6.500s7 2.5 7 6.5|M16 4.5a4 4 0 0 1 0 7|M18.5 15c2 .8 3.5 2.8 3.5 6",
  search: "M17 10.5a6.5 6.5 0 1 1-13 0 6.5 6.5 0 0 1 13 0Z|M15.3 15.3 21 21",
  send: "M4 12 3.5 4.5 21 12 3.5 19.5 4 12Z|M4 12h8",
  shield: "M12 2.5 20 6v6c0 5-3.5 8-8 9.5C7.5 20 4 17 4 12V6Z",
  sliders: "M4 7h9|M17 7h3|M15 5v4|M4 17h3|M11 17h9|M9 15v4|M4 12h12|M20 12h0|M18 10v4",
  slash: "M4 4h16v16H4Z|M14.5 8l-5 8",
  sun: "M16 12a4 4 0 1 1-8 0 4 4 0 0 1 8 0Z|M12 2v2|M12 20v2|M2 12h2|M20 12h2|M5 5l1.4 1.4|M17.6 17.6 19 19|M5 19l1.4-1.4|M17.6 6.4 19 5",
  trash: "M4 6h16|M9 6V3h6v3|M6 6l1 15h10l1-15|M10 10.5v6|M14 10.5v6",
  upload: "M12 16V4|M6.5 9.5 12 4l5.5 5.5|M4 16v4h16v-4",
};

/** A decorative drawing; what it stands next to says the same in words. */
export function icon(name, className = "icon") {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", className);
  svg.setAttribute("aria-hidden", "true");
  for (const stroke of ICONS[name].split("|")) {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", stroke);
    svg.append(path);
  }
  return svg;
}

/** A button that shows only a drawing: its label is for screen readers and the tooltip. */
export function iconButton(name, label, attributes = {}) {
  const { class: extra = "", ...others } = attributes;
  return h(
    "button",
    {
      type: "button",
      class: `icon-button ${extra}`.trim(),
      title: label,
      "aria-label": label,
      ...others,
    },
    icon(name),
  );
}

let lastNumber = 0;

/** An id no other element has, for aria attributes that point at one. */
export function freshId(prefix) {
  lastNumber += 1;
  return `${prefix}-${lastNumber}`;
}

/** The address if a browser may open it from a message (http or https), else null. */
export function safeUrl(address) {
  if (typeof address !== "string" || !URL.canParse(address)) return null;
  return /^https?:$/.test(new URL(address).protocol) ? address : null;
}

/** Moves focus between siblings with the arrow keys, Home and End, as menus and listboxes do. */
export function moveFocus(event, items) {
  const at = items.indexOf(document.activeElement);
  const next = {
    ArrowDown: (at + 1) % items.length,
    ArrowUp: (at - 1 + items.length) % items.length,
    Home: 0,
    End: items.length - 1,
  }[event.key];
  if (next === undefined || items.length === 0) return;
  event.preventDefault();
  items[next].focus();
}
