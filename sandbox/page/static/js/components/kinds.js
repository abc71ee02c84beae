// Discord's numbers for its components.

export const KIND = {
  ROW: 1,
  BUTTON: 2,
  STRING_SELECT: 3,
  TEXT_INPUT: 4,
  USER_SELECT: 5,
  ROLE_SELECT: 6,
  MENTIONABLE_SELECT: 7,
  CHANNEL_SELECT: 8,
  SECTION: 9,
  TEXT: 10,
  THUMBNAIL: 11,
  GALLERY: 12,
  FILE: 13,
  SEPARATOR: 14,
  CONTAINER: 17,
  LABEL: 18,
  FILE_UPLOAD: 19,
  RADIO_GROUP: 21,
  CHECKBOX_GROUP: 22,
  CHECKBOX: 23,
};

const SELECTS = new Set([
  KIND.STRING_SELECT,
  KIND.USER_SELECT,
  KIND.ROLE_SELECT,
  KIND.MENTIONABLE_SELECT,
  KIND.CHANNEL_SELECT,
]);

export function isSelect(component) {
  return SELECTS.has(component.type);
}
