// What a select menu offers: its own options, or the people, roles and channels of the sandbox.

import { avatar, roleFace } from "../avatar.js";
import { h, icon } from "../dom.js";
import { KIND } from "./kinds.js";

/**
 * @returns {{value, label, description?, emoji?, default?, face?: () => Node}[]} face draws what
 * stands for the option instead of its label alone
 */
export function selectOptions(component, world) {
  const preset = new Set((component.default_values ?? []).map(({ id }) => id));
  const option = ({ id }, label, face) => ({ value: id, label, default: preset.has(id), face });
  const people = () => [...world.people.values()].map((person) => personOption(person, world, option));
  const roles = () => world.roles().map((role) => option(role, role.name, () => roleFace(role)));
  switch (component.type) {
    case KIND.STRING_SELECT:
      return component.options ?? [];
    case KIND.CHANNEL_SELECT:
      return channels(component, world).map((channel) =>
        option(channel, channel.name, () => [icon("hash"), channel.name]),
      );
    case KIND.USER_SELECT:
      return people();
    case KIND.ROLE_SELECT:
      return roles();
    default:
      return [...people(), ...roles()];
  }
}

function personOption(person, world, option) {
  const face = () => [avatar(world.face(person.id), "avatar avatar-option"), h("span", {}, person.name)];
  return { ...option(person, person.name, face), description: person.member ? null : "not here" };
}

function channels({ channel_types: kinds }, world) {
  return world.textChannels().filter(({ type }) => !kinds?.length || kinds.includes(type));
}
