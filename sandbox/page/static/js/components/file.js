// A file that is not shown as a picture: its name, size and a link to the original.

import { h, icon, safeUrl } from "../dom.js";

/** @param file {url, name, size}, size in bytes where it is known */
export function drawFile({ url, name, size }) {
  const shown = name ?? fileName(url);
  return h(
    "div",
    { class: "file-card" },
    icon("file"),
    h(
      "div",
      { class: "file-words" },
      h("a", { href: safeUrl(url), target: "_blank", rel: "noopener noreferrer" }, shown),
      size !== undefined && size !== null && h("small", {}, fileSize(size)),
    ),
  );
}

function fileName(url) {
  const path = URL.canParse(url) ? new URL(url).pathname : url;
  return path.split("/").at(-1) || "file";
}

export function fileSize(bytes) {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 ** 2) return `${(bytes / 1024).toFixed(1)} KB`;
  return `${(bytes / 1024 ** 2).toFixed(1)} MB`;
}
