// Who a member is: their roles, for those who may hand them out to switch, and a tab as them.

import { avatar, named, roleFace } from "../avatar.js";
import { h, icon } from "../dom.js";
import { PERMISSION, allows } from "../permissions.js";

export class MemberCard {
  #world;
  #actions;
  #person = null;
  #from = null;
  element = h("div", {
    class: "member-card popup",
    role: "dialog",
    "aria-label": "Member",
    hidden: true,
    tabindex: -1,
  });

  constructor({ world, actions }) {
    this.#world = world;
    this.#actions = actions;
    world.addEventListener("ready", () => !this.element.hidden && this.#draw());
    this.element.addEventListener("keydown", (event) => event.key === "Escape" && this.close());
    document.addEventListener(
      "pointerdown",
      ({ target }) => !this.element.contains(target) && this.close({ refocus: false }),
      true,
    );
  }

  /** Shows a person's card beside what was pressed. */
  open(person, from) {
    this.#person = person;
    this.#from = from;
    this.element.hidden = false;
    this.#draw();
    const { left, top } = from.getBoundingClientRect();
    const { width, height } = this.element.getBoundingClientRect();
    this.element.style.left = `${Math.max(8, left - width - 8)}px`;
    this.element.style.top = `${Math.max(8, Math.min(top, innerHeight - height - 8))}px`;
    this.element.focus();
  }

  close({ refocus = true } = {}) {
    if (this.element.hidden) return;
    this.element.hidden = true;
    if (refocus && this.#from.isConnected) this.#from.focus();
  }

  #draw() {
    const person = this.#world.people.get(this.#person);
    if (!person) {
      this.close({ refocus: false });
      return;
    }
    const focused = document.activeElement?.dataset.role;
    const face = this.#world.face(person.id);
    this.element.replaceChildren(
      h(
        "header",
        {},
        avatar(face),
        h("div", {}, named(face, "card-name"), h("small", {}, `@${person.username}`)),
      ),
      h("h3", {}, "Roles"),
      h("ul", { class: "card-roles" }, this.#roles(person)),
      this.#tabLink(person),
    );
    if (focused) this.element.querySelector(`[data-role="${focused}"]`)?.focus();
  }

  #roles(person) {
    const held = new Set(person.roles.map(({ id }) => id));
    const mayGive = allows(this.#world.guild.permissions, PERMISSION.MANAGE_ROLES);
    if (mayGive) {
      const given = this.#world.roles().filter(({ managed }) => !managed);
      return given.map((role) => this.#switch(person, role, held.has(role.id)));
    }
    if (held.size === 0) return [h("li", { class: "card-none" }, "None")];
    return person.roles.map((role) => h("li", {}, roleFace(this.#world.role(role.id) ?? role)));
  }

  #switch(person, role, isHeld) {
    const box = h("input", {
      type: "checkbox",
      checked: isHeld,
      dataset: { role: role.id },
      onchange: async ({ currentTarget }) => {
        const wanted = currentTarget.checked;
        if (!(await this.#actions.setRole(person, role, wanted))) box.checked = !wanted;
      },
    });
    return h("li", {}, h("label", {}, box, roleFace(role)));
  }

  #tabLink({ id, name }) {
    if (id === this.#world.me.id) return null;
    const address = new URL(location.href);
    address.searchParams.set("as", id);
    return h(
      "a",
      { class: "card-tab", href: address.href, target: "_blank", rel: "noopener" },
      `Be ${name} in a new tab`,
      icon("external"),
    );
  }
}
