// What a redrawn message keeps of its former self: pictures already there, and the focus.

const FADE_MS = 350;

/** Puts the new element in the old one's place. */
export function takeOver(from, to) {
  const focused = from.contains(document.activeElement) ? document.activeElement : null;
  carryPictures(from, to);
  from.replaceWith(to);
  if (focused !== null) refocus(to, focused.dataset.customId);
}

/** The same picture moves over as it is; another one fades in above the old. */
function carryPictures(from, to) {
  const before = [...from.querySelectorAll("img.picture")];
  for (const [index, image] of [...to.querySelectorAll("img.picture")].entries()) {
    const former = before[index];
    if (!former) continue;
    if (former.dataset.address === image.dataset.address) adopt(former, image);
    else if (former.classList.contains("loaded")) crossfade(former, image);
  }
}

function adopt(former, image) {
  former.alt = image.alt;
  image.replaceWith(former);
}

function crossfade(former, image) {
  former.className = "picture-before";
  former.alt = "";
  delete former.dataset.address;
  image.before(former);
  image.addEventListener("load", () => setTimeout(() => former.remove(), FADE_MS), { once: true });
  image.addEventListener("error", () => former.remove(), { once: true });
}

/** A button that had the focus gives it to the one with the same custom_id. */
function refocus(to, customId) {
  const same = [...to.querySelectorAll("[data-custom-id]")].find(
    (candidate) => candidate.dataset.customId === customId && !candidate.disabled,
  );
  (same ?? to).focus({ preventScroll: true });
}
