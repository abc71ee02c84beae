// Discord's ids: numbers too large for a JavaScript number, so they are compared as text.

/** Sort order of two ids, the older first. */
export function compareIds(left, right) {
  if (left.length !== right.length) return left.length - right.length;
  return left < right ? -1 : Number(left > right);
}
