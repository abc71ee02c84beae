// Discord's markdown as a tree of plain values; text/render.js draws them.

/** Deeper nesting than people write is left as plain text: it also bounds the work. */
const DEEPEST = 8;

const PAIRS = [
  ["***", "bold-italic"],
  ["**", "bold"],
  ["__", "underline"],
  ["~~", "strike"],
  ["||", "spoiler"],
  ["*", "italic"],
  ["_", "italic"],
];

const PATTERNS = [
  ["escape", /^\\([^\p{L}\p{N}\s])/u],
  ["code", /^(`+)(.+?)\1(?!`)/s],
  ["user", /^<@!?(\d+)>/],
  ["role", /^<@&(\d+)>/],
  ["channel", /^<#(\d+)>/],
  ["command", /^<\/([^:>]{1,98}):\d+>/],
  ["time", /^<t:(-?\d{1,13})(?::([tTdDfFR]))?>/],
  ["emoji", /^<a?:(\w{1,32}):\d+>/],
  ["masked", /^\[([^\]\n]+)\]\(<?(https?:\/\/[^\s)>]+)>?\)/],
  ["bare", /^<(https?:\/\/[^\s>]+)>/],
  ["auto", /^https?:\/\/[^\s<>]*[^\s<>.,:;"')\]}!?*_~|]/],
  ["everyone", /^@(everyone|here)\b/],
];

/** Characters at which something other than text may begin. */
const SPECIAL = /[\\`<[h@*_~|]/g;

/** Inline markdown → nodes {kind, …}, with children in `inside`. */
export function parseInline(source, depth = 0) {
  const nodes = [];
  let at = 0;
  while (at < source.length) {
    const start = nextSpecial(source, at);
    if (start > at) pushText(nodes, source.slice(at, start));
    if (start === source.length) break;
    const found = match(source, start, depth);
    if (found) nodes.push(found.node);
    else pushText(nodes, source[start]);
    at = start + (found?.length ?? 1);
  }
  return nodes;
}

function nextSpecial(source, at) {
  SPECIAL.lastIndex = at;
  return SPECIAL.exec(source)?.index ?? source.length;
}

function pushText(nodes, text) {
  const last = nodes.at(-1);
  if (last?.kind === "text") last.text += text;
  else nodes.push({ kind: "text", text });
}

function match(source, at, depth) {
  const rest = source.slice(at);
  for (const [kind, pattern] of PATTERNS) {
    const found = pattern.exec(rest);
    if (found) return { node: plain(kind, found, depth), length: found[0].length };
  }
  return depth < DEEPEST ? pair(source, at, depth) : null;
}

function plain(kind, found, depth) {
  switch (kind) {
    case "escape":
      return { kind: "text", text: found[1] };
    case "code":
      return { kind, text: found[2] };
    case "time":
      return { kind, unix: Number(found[1]), style: found[2] ?? "f" };
    case "masked":
      return { kind: "link", url: found[2], inside: parseInline(found[1], depth + 1) };
    case "bare":
    case "auto": {
      const url = found[1] ?? found[0];
      return { kind: "link", url, inside: [{ kind: "text", text: url }] };
    }
    default:
      return { kind, id: found[1] };
  }
}

function pair(source, at, depth) {
  for (const [mark, kind] of PAIRS) {
    if (!source.startsWith(mark, at)) continue;
    const end = closing(source, at, mark);
    if (end < 0) continue;
    const inside = parseInline(source.slice(at + mark.length, end), depth + 1);
    return { node: { kind, inside }, length: end + mark.length - at };
  }
  return null;
}

/** Where the mark closes: not empty, no space just inside a star, no letter after an underscore. */
function closing(source, at, mark) {
  const first = at + mark.length;
  if (mark === "*" && /\s/.test(source[first] ?? " ")) return -1;
  for (let end = source.indexOf(mark, first + 1); end > 0; end = source.indexOf(mark, end + 1)) {
    if (source[end - 1] === "\\") continue;
    if (mark === "*" && (source[end + 1] === "*" || /\s/.test(source[end - 1]))) continue;
    if (mark === "_" && /[\p{L}\p{N}_]/u.test(source[end + 1] ?? "")) continue;
    return end;
  }
  return -1;
}

const LINES = [
  ["heading", /^(#{1,3}) +(.+)$/],
  ["small", /^-# +(.+)$/],
  ["quote", /^> (.*)$/],
  ["bullet", /^( *)[-*] +(.+)$/],
  ["number", /^( *)(\d{1,9})\. +(.+)$/],
];

/** A whole message → blocks: paragraphs, headings, quotes, lists and code. */
export function parse(source) {
  const blocks = [];
  const fence = /```(?:([a-z0-9_+.#-]*)\n)?\n?([\s\S]*?)\n?```/gi;
  let at = 0;
  for (const found of source.matchAll(fence)) {
    blocks.push(...lines(source.slice(at, found.index).replace(/\n$/, "")));
    blocks.push({ kind: "pre", text: found[2] });
    at = found.index + found[0].length;
  }
  blocks.push(...lines(source.slice(at).replace(at ? /^\n/ : /^$/, "")));
  return blocks;
}

function lines(source) {
  if (source === "") return [];
  const blocks = [];
  const rows = source.split("\n");
  for (const [index, row] of rows.entries()) {
    if (row.startsWith(">>> ")) {
      const rest = [row.slice(4), ...rows.slice(index + 1)].join("\n");
      blocks.push({ kind: "quote", inside: parseInline(rest) });
      break;
    }
    addLine(blocks, lineBlock(row));
  }
  return blocks;
}

function lineBlock(row) {
  for (const [kind, pattern] of LINES) {
    const found = pattern.exec(row);
    if (!found) continue;
    const inside = parseInline(found.at(-1));
    switch (kind) {
      case "heading":
        return { kind, level: found[1].length, inside };
      case "bullet":
        return { kind: "list", items: [{ depth: found[1].length >> 1, inside }] };
      case "number":
        return { kind: "list", items: [{ depth: found[1].length >> 1, number: found[2], inside }] };
      default:
        return { kind, inside };
    }
  }
  return { kind: "paragraph", inside: parseInline(row) };
}

/** Neighbouring lines of the same kind grow together, so emphasis may not span them but looks do. */
function addLine(blocks, block) {
  const last = blocks.at(-1);
  if (last?.kind === block.kind && block.kind === "list") last.items.push(...block.items);
  else if (last?.kind === block.kind && ["paragraph", "quote"].includes(block.kind)) {
    last.inside.push({ kind: "break" }, ...block.inside);
  } else blocks.push(block);
}
