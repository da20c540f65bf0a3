type Child = Node | string | null | undefined | false;
type Handler = (event: never) => void;
export type Attributes = Record<string, string | number | boolean | null | undefined | Handler>;

/**
 * Makes an element. Functions become listeners, true an empty attribute, false and null nothing.
 * Children that are strings become text nodes: nothing is ever read as markup.
 */
export function h<K extends keyof HTMLElementTagNameMap>(tag: K, attributes: Attributes = {}, ...children: Child[]): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name, value as unknown as EventListener);
    else if (value === true) element.setAttribute(name, '');
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, String(value));
  }
  for (const child of children) if (child) element.append(child);
  return element;
}

/** Sets or takes away an attribute, and leaves the document alone when nothing changes. */
export function attribute(element: Element, name: string, value: string | null): void {
  if (element.getAttribute(name) === value) return;
  if (value === null) element.removeAttribute(name); else element.setAttribute(name, value);
}

export function words(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

export function show(element: HTMLElement, visible: boolean): void {
  if (element.hidden === visible) element.hidden = !visible;
}

/** One child of a list: made again only when its signature changes. */
export interface Keyed { key: string; signature?: string; make(): HTMLElement }

const kept = new WeakMap<Element, Map<string, { signature: string; element: HTMLElement }>>();

/** Brings the children of a list into the wanted order and touches nothing that is right already. */
export function arrange(parent: HTMLElement, wanted: readonly Keyed[]): void {
  const before = kept.get(parent) ?? new Map<string, { signature: string; element: HTMLElement }>();
  const after = new Map<string, { signature: string; element: HTMLElement }>();
  for (const { key, signature = '', make } of wanted) {
    const known = before.get(key);
    const fits = known !== undefined && known.signature === signature;
    after.set(key, fits ? known : { signature, element: make() });
  }
  for (const [key, { element }] of before) if (after.get(key)?.element !== element) element.remove();
  let place: ChildNode | null = parent.firstChild;
  for (const { element } of after.values()) {
    if (place === element) place = place.nextSibling; else parent.insertBefore(element, place);
  }
  kept.set(parent, after);
}

const svg = 'http://www.w3.org/2000/svg';

/** A drawing on a grid of 24 by 24; it says nothing to a screen reader, the words beside it do. */
export function icon(path: string, filled = false): SVGSVGElement {
  const element = document.createElementNS(svg, 'svg');
  const attributes: Record<string, string> = { viewBox: '0 0 24 24', 'aria-hidden': 'true', class: filled ? 'icon filled' : 'icon' };
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  const line = document.createElementNS(svg, 'path');
  line.setAttribute('d', path);
  element.append(line);
  return element;
}
