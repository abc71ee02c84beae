// Who one is, and the list of people one can be instead.

import { avatar } from "../avatar.js";
import { h, icon, moveFocus } from "../dom.js";

export class PeopleSwitch {
  #world;
  #become;
  #button;
  #menu = h("div", {
    class: "people-menu popup",
    role: "menu",
    "aria-label": "Become someone else",
    hidden: true,
  });

  /** @param {{world, become: (person: string) => void}} use */
  constructor({ world, become }) {
    this.#world = world;
    this.#become = become;
    this.#button = h("button", {
      type: "button",
      class: "me",
      "aria-haspopup": "menu",
      "aria-expanded": "false",
      onclick: () => (this.#menu.hidden ? this.#open() : this.#close()),
    });
    this.element = h(
      "div",
      {
        class: "people-switch",
        onfocusout: ({ relatedTarget }) => !this.element.contains(relatedTarget) && this.#close(),
        onkeydown: (event) => this.#key(event),
      },
      this.#menu,
      this.#button,
    );
  }

  draw() {
    const { me } = this.#world;
    this.#button.setAttribute("aria-label", `You are ${me.name}. Become someone else`);
    this.#button.replaceChildren(...words(me, this.#world), icon("chevron"));
  }

  #open() {
    const people = [...this.#world.people.values()];
    this.#menu.replaceChildren(
      h("p", { class: "people-title" }, "Be someone else"),
      ...people.map((person) => this.#entry(person)),
    );
    this.#menu.hidden = false;
    this.#button.setAttribute("aria-expanded", "true");
    this.#menu.querySelector("[aria-checked=true]").focus();
  }

  #close() {
    this.#menu.hidden = true;
    this.#button.setAttribute("aria-expanded", "false");
  }

  #entry(person) {
    const isMe = person.id === this.#world.me.id;
    return h(
      "button",
      {
        type: "button",
        class: "person",
        role: "menuitemradio",
        "aria-checked": String(isMe),
        tabindex: -1,
        onclick: () => {
          this.#close();
          this.#button.focus();
          if (!isMe) this.#become(person.id);
        },
      },
      words(person, this.#world),
      isMe && icon("check"),
    );
  }

  #key(event) {
    if (this.#menu.hidden) return;
    moveFocus(event, [...this.#menu.querySelectorAll("[role=menuitemradio]")]);
    if (event.key !== "Escape") return;
    event.stopPropagation();
    this.#close();
    this.#button.focus();
  }
}

function standing({ owner, moderator, member }) {
  if (owner) return "Owner";
  if (moderator) return "Moderator";
  return member ? "Member" : "Not in the server";
}

function words(person, world) {
  return [
    h(
      "span",
      { class: "faced" },
      avatar(world.face(person.id)),
      h("span", { class: "status status-online" }),
    ),
    h(
      "span",
      { class: "person-words" },
      h(
        "strong",
        {},
        person.name,
        person.moderator && h("span", { class: "mod-mark", title: "Moderator" }, icon("shield")),
      ),
      h("small", {}, [standing(person), person.locale].join(" • ")),
    ),
  ];
}
