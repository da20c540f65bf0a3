/** The story, step by step: where each is seen, by whom, and by which events one knows that it has happened. */
import type { TourMark } from '../../api/tour.ts';
import { currentLanguage } from '../../i18n/language.ts';

/** A page to open as somebody: for a phone, in a window as large as one; `{mark}` in the address is the id of what the mark happened to. */
export interface Door { person: string; to: string; phone?: true }
export interface Step { key: string; doors: Door[]; marks: string[]; clock?: 'coupon' | 'hour' }

export const steps: Step[] = [
  { key: 'wall', doors: [{ person: 'supervisor', to: '/console/wall' }], marks: ['heard'] },
  { key: 'ask', doors: [{ person: 'consumer', to: '', phone: true }, { person: 'agent', to: '/console/desk' }], marks: ['asked'] },
  { key: 'photo', doors: [{ person: 'consumer', to: '', phone: true }], marks: ['photo'] },
  { key: 'coupon', clock: 'coupon', doors: [{ person: 'supervisor', to: '/console/wall' }, { person: 'analyst', to: '/console/incidents/{named}' }], marks: ['named'] },
  { key: 'cord', doors: [{ person: 'agent', to: '/console/desk' }, { person: 'supervisor', to: '/console/andon/{pulled}' }], marks: ['pulled', 'changed', 'released'] },
  { key: 'good', clock: 'hour', doors: [{ person: 'analyst', to: '/console/incidents/{named}' }], marks: ['told', 'closed'] },
  { key: 'listen', doors: [{ person: 'executive', to: '/console/listening' }, { person: 'agent', to: '/console/desk' }], marks: ['listened'] },
  { key: 'rule', doors: [{ person: 'agent', to: '/console/cases' }, { person: 'rule-owner', to: '/console/rules' }], marks: ['ruled'] },
  { key: 'shop', doors: [{ person: 'merchant', to: '/console/shop', phone: true }], marks: [] },
  { key: 'figures', doors: [{ person: 'executive', to: '/console/reports/layers' }], marks: [] },
];

/** Where a door leads; nothing while what it is about has not happened. */
export function addressOf(door: Door, marks: TourMark[]): string | undefined {
  let waits = false;
  const to = door.to.replace(/\{(\w+)\}/g, (_, what: string) => {
    const id = marks.find((mark) => mark.what === what)?.id;
    if (!id) waits = true;
    return encodeURIComponent(id ?? '');
  });
  if (waits) return undefined;
  const query = new URLSearchParams({ lang: currentLanguage() });
  if (to) query.set('to', to);
  return `/demo/enter/${door.person}?${query}`;
}

const storage = 'patella.tour';
/** The step that this tab is at; the strip on every page tells what to look at there. */
export const chosenStep = (): Step | undefined => steps.find((step) => step.key === sessionStorage.getItem(storage));
export function chooseStep(key: string | undefined): void {
  if (key) sessionStorage.setItem(storage, key); else sessionStorage.removeItem(storage);
}
