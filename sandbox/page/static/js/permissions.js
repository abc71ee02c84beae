// Discord's permission bits, as far as the page asks for them.

export const PERMISSION = {
  ADMINISTRATOR: 1n << 3n,
  MANAGE_MESSAGES: 1n << 13n,
  MANAGE_ROLES: 1n << 28n,
};

/** Whether what somebody is permitted (digits, as Discord sends it) holds all that is needed. */
export function allows(permitted, needed) {
  const held = BigInt(permitted ?? 0);
  return (held & PERMISSION.ADMINISTRATOR) !== 0n || (held & needed) === needed;
}

/** A command's `default_member_permissions`: null is for everybody, "0" for administrators. */
export function allowsCommand(permitted, needed) {
  if (needed === null || needed === undefined) return true;
  return allows(permitted, BigInt(needed) || PERMISSION.ADMINISTRATOR);
}
