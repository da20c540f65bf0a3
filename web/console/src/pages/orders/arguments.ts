import type { ActionOffer } from '../../api/actions.ts';
import type { Order } from '../../api/types.ts';

/** What the form holds: of each line how many, or into which variant. */
export interface Given {
  reason?: string;
  amount?: number;
  instrument?: string;
  fund?: string;
  form?: string;
  newSku?: Record<string, string | undefined>;
  quantity?: Record<string, number | undefined>;
  address?: Record<string, string | undefined>;
  span?: [{ toISOString(): string }, { toISOString(): string }];
}

export const addressParts = ['address1', 'address2', 'city', 'state', 'zip', 'country'] as const;

/** Whether the action swaps pieces for other variants; else it names pieces. */
export const swaps = (kind: string): boolean => kind === 'change-items' || kind === 'exchange-items';

export function minorUnits(amount: number, currency: string): number {
  const digits = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
  return Math.round(amount * 10 ** digits);
}

/** The form's content as the schema of the action wants it; what it does not know is left out. */
export function argumentsOf(offer: ActionOffer, order: Order, given: Given): Record<string, unknown> {
  const text = (value: string | undefined): string | undefined => value?.trim() || undefined;
  const all: Record<string, unknown> = {
    reason: text(given.reason), instrument: given.instrument, fund: text(given.fund), form: given.form,
    amount: given.amount === undefined || given.amount === null ? undefined : minorUnits(given.amount, order.total?.currency ?? 'CNY'),
    items: swaps(offer.kind)
      ? Object.entries(given.newSku ?? {}).flatMap(([sku, newSku]) => (newSku ? [{ sku, newSku }] : []))
      : Object.entries(given.quantity ?? {}).flatMap(([sku, quantity]) => (quantity ? [{ sku, quantity }] : [])),
    address: Object.fromEntries(Object.entries(given.address ?? {}).flatMap(([part, value]) => { const words = text(value); return words ? [[part, words]] : []; })),
    from: given.span?.[0].toISOString(), until: given.span?.[1].toISOString(),
  };
  return Object.fromEntries(Object.keys(offer.schema.properties).flatMap((name) => {
    const value = all[name];
    const empty = value === undefined || (typeof value === 'object' && value !== null && Object.keys(value).length === 0 && !offer.schema.required?.includes(name));
    return empty ? [] : [[name, value]];
  }));
}
