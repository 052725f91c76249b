/*
 * The margin of codings: a bar for each in a lane of its own, and its code's name beside it.
 *
 * Only what is in view has elements. What finds no room is counted on a chip that opens a list.
 */
import { lanes, rows, type Extent } from "./lanes";
import type { Coding } from "./model";

export const ROW = 24;
const LANE = 8;

export interface Shown extends Extent {
  coding: Coding;
  label: string;
  /** What it says in full. */
  title: string;
  colour: string;
  own: boolean;
}

interface Hands {
  choose(coding: Coding): void;
  hover(coding: Coding | null): void;
  more(count: number): string;
  /** What had the focus has gone out of view. */
  lost(): void;
}

export class Margin {
  readonly element = made("div", "relata-margin");
  readonly #bars = new Map<number, HTMLElement>();
  readonly #names = new Map<number, HTMLButtonElement>();
  readonly #chips = new Map<number, HTMLButtonElement>();
  #lane = new Map<number, number>();
  #shown = new Map<number, Shown>();
  #focused: number | null = null;
  #list: HTMLElement | null = null;
  #width = 0;

  constructor(
    label: string,
    readonly hands: Hands,
  ) {
    this.element.setAttribute("role", "group");
    this.element.setAttribute("aria-label", label);
    this.element.addEventListener("click", (event) => this.#clicked(event));
    this.element.addEventListener("keydown", (event) => this.#key(event));
    this.element.addEventListener("focusout", (event) => {
      if (this.#list && !this.#list.contains(event.relatedTarget as Node | null)) this.#close();
      hands.hover(null);
    });
    for (const kind of ["pointerover", "focusin"]) {
      this.element.addEventListener(kind, (event) =>
        hands.hover(this.#of(event.target)?.coding ?? null),
      );
    }
    this.element.addEventListener("pointerleave", () => hands.hover(null));
  }

  /** Read the width anew, after the pane has changed its own. */
  measure(): void {
    this.#width = this.element.clientWidth;
    this.#lane.clear();
  }

  draw(shown: readonly Shown[], focused: number | null): void {
    this.#focused = focused;
    this.#shown = new Map(shown.map((one) => [one.key, one]));
    const most = Math.max(3, Math.min(10, Math.floor((this.#width * 0.36) / LANE)));
    this.#lane = lanes(shown, most, this.#lane);
    const used = Math.max(0, ...[...this.#lane.values()].map((lane) => lane + 1));
    const hidden = new Set<number>();
    for (const one of shown) if (this.#lane.get(one.key) === -1) hidden.add(one.key);
    const stacked = rows(shown, ROW, { hidden, first: focused });
    this.element.style.setProperty("--lanes", `${Math.max(used, 2) * LANE}px`);

    keep(
      this.#bars,
      shown.filter((one) => !hidden.has(one.key)).map((one) => one.key),
      (key) => {
        const bar = made("i", "relata-bar");
        bar.dataset.key = String(key);
        return bar;
      },
      this.element,
    );
    for (const [key, bar] of this.#bars) {
      const { top, bottom, colour, own } = this.#shown.get(key)!;
      place(bar, top, bottom - top);
      bar.style.insetInlineStart = `${this.#lane.get(key)! * LANE}px`;
      bar.style.setProperty("--code", colour);
      bar.classList.toggle("others", !own);
      bar.classList.toggle("focused", key === focused);
    }
    const active = document.activeElement;
    const held = active instanceof HTMLElement && this.element.contains(active) ? active : null;
    keep(
      this.#names,
      stacked.map((row) => row.key),
      (key) => {
        const name = made("button", "relata-name");
        name.dataset.key = String(key);
        name.append(made("i", ""), made("bdi", ""));
        return name;
      },
      this.element,
    );
    let reachable: HTMLButtonElement | undefined;
    for (const { key, top, more } of stacked) {
      const name = this.#names.get(key)!;
      const { label, title, colour, own } = this.#shown.get(key)!;
      place(name, top);
      name.style.setProperty("--code", colour);
      if (name.lastElementChild!.textContent !== label) name.lastElementChild!.textContent = label;
      if (name.title !== title) {
        name.title = title;
        name.setAttribute("aria-label", title);
      }
      name.tabIndex = -1;
      name.classList.toggle("others", !own);
      name.classList.toggle("crowded", more.length > 0);
      name.classList.toggle("focused", key === focused);
      name.setAttribute("aria-current", String(key === focused));
      if (key === focused || !reachable) reachable = name;
    }
    const crowded = stacked.filter((row) => row.more.length);
    keep(
      this.#chips,
      crowded.map((row) => row.key),
      (key) => {
        const chip = made("button", "relata-chip");
        chip.dataset.chip = String(key);
        chip.tabIndex = -1;
        chip.setAttribute("aria-haspopup", "true");
        return chip;
      },
      this.element,
    );
    for (const { key, top, more } of crowded) {
      const chip = this.#chips.get(key)!;
      place(chip, top);
      chip.dataset.more = more.join(" ");
      chip.textContent = `+${more.length}`;
      chip.setAttribute("aria-label", this.hands.more(more.length));
      chip.title = this.hands.more(more.length);
    }
    // One stop for the Tab key; the arrows go from name to name.
    if (held?.isConnected) held.tabIndex = 0;
    else if (reachable) reachable.tabIndex = 0;
    if (held && !held.isConnected) this.hands.lost();
    if (this.#list && !this.#chips.has(Number(this.#list.dataset.chip))) this.#close();
  }

  destroy(): void {
    this.element.remove();
  }

  #of(target: EventTarget | null): Shown | undefined {
    const key =
      target instanceof HTMLElement
        ? target.closest<HTMLElement>("[data-key]")?.dataset.key
        : undefined;
    return key === undefined ? undefined : this.#shown.get(Number(key));
  }

  #clicked(event: Event): void {
    const chip =
      event.target instanceof HTMLElement ? event.target.closest<HTMLElement>("[data-chip]") : null;
    if (chip && !chip.classList.contains("relata-list")) {
      const again = this.#list?.dataset.chip === chip.dataset.chip;
      this.#close();
      if (!again) this.#open(chip);
      return;
    }
    const one = this.#of(event.target);
    if (!one) return;
    this.#close();
    this.hands.choose(one.coding);
  }

  #open(chip: HTMLElement): void {
    const list = made("div", "relata-list");
    list.dataset.chip = chip.dataset.chip;
    list.setAttribute("role", "group");
    list.setAttribute("aria-label", chip.title);
    for (const key of chip.dataset.more!.split(" ").map(Number)) {
      const one = this.#shown.get(key);
      if (!one) continue;
      const choice = made("button", "relata-choice");
      choice.dataset.key = String(key);
      choice.style.setProperty("--code", one.colour);
      choice.title = one.title;
      choice.setAttribute("aria-label", one.title);
      const name = made("bdi", "");
      name.textContent = one.label;
      choice.append(made("i", ""), name);
      list.append(choice);
    }
    list.style.insetBlockStart = `${chip.offsetTop + ROW}px`;
    chip.setAttribute("aria-expanded", "true");
    this.element.append(list);
    this.#list = list;
    list.querySelector("button")?.focus({ preventScroll: true });
  }

  #close(): void {
    if (!this.#list) return;
    const chip = this.#chips.get(Number(this.#list.dataset.chip));
    chip?.setAttribute("aria-expanded", "false");
    const inside = this.#list.contains(document.activeElement);
    const list = this.#list;
    this.#list = null;
    if (inside) chip?.focus({ preventScroll: true });
    list.remove();
  }

  #key(event: KeyboardEvent): void {
    if (event.key === "Escape" && this.#list) this.#close();
    else if (event.key === "ArrowDown" || event.key === "ArrowUp")
      this.#move(event.key === "ArrowDown" ? 1 : -1);
    else if (event.key === "Home" || event.key === "End")
      this.#move(event.key === "Home" ? -Infinity : Infinity);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #move(by: number): void {
    const buttons = [...(this.#list ?? this.element).querySelectorAll<HTMLButtonElement>("button")]
      .filter((button) => this.#list || !button.closest(".relata-list"))
      .sort((a, b) => a.offsetTop - b.offsetTop || a.offsetLeft - b.offsetLeft);
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
    const to = buttons[Math.max(0, Math.min(buttons.length - 1, at + by))];
    to?.focus();
  }

  /** The coding whose bar or name is drawn as the one in hand. */
  get focused(): number | null {
    return this.#focused;
  }
}

export function made<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  name: string,
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  if (name) element.className = name;
  if (element instanceof HTMLButtonElement) element.type = "button";
  return element;
}

export function place(element: HTMLElement, top: number, height?: number): void {
  element.style.insetBlockStart = `${Math.round(top)}px`;
  if (height !== undefined) element.style.blockSize = `${Math.max(3, Math.round(height))}px`;
}

/** Have an element for each key and no other; those that stay are kept, so that focus stays too. */
export function keep<T extends HTMLElement>(
  have: Map<number, T>,
  wanted: readonly number[],
  make: (key: number) => T,
  parent: HTMLElement,
): void {
  const want = new Set(wanted);
  for (const [key, element] of have) {
    if (want.has(key)) continue;
    element.remove();
    have.delete(key);
  }
  for (const key of wanted) {
    if (have.has(key)) continue;
    const element = make(key);
    have.set(key, element);
    parent.append(element);
  }
}
