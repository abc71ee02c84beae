// What a select menu offers: its own options, or the people, roles and channels of the sandbox.

import { KIND } from "./kinds.js";

/** @returns {{value, label, description?, emoji?, default?}[]} */
export function selectOptions(component, world) {
  const preset = new Set((component.default_values ?? []).map(({ id }) => id));
  const option = (id, label) => ({ value: id, label, default: preset.has(id) });
  const people = () => [...world.people.values()].map(({ id, name }) => option(id, name));
  const roles = () => world.roles().map(({ id, name }) => option(id, `@${name}`));
  switch (component.type) {
    case KIND.STRING_SELECT:
      return component.options ?? [];
    case KIND.CHANNEL_SELECT:
      return world.textChannels().map(({ id, name }) => option(id, `#${name}`));
    case KIND.USER_SELECT:
      return people();
    case KIND.ROLE_SELECT:
      return roles();
    default:
      return [...people(), ...roles()];
  }
}
