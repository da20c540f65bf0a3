import type { OrderCard } from './model.ts';

/** The orders that are most likely meant come first: the one this page is about, then those that worry, then those under way. */
export function mostLikelyFirst(orders: readonly OrderCard[], meant: string | undefined): OrderCard[] {
  return orders.map((order, place) => ({ order, place, weight: weigh(order, meant) }))
    .sort((a, b) => a.weight - b.weight || a.place - b.place)
    .map(({ order }) => order);
}

function weigh(order: OrderCard, meant: string | undefined): number {
  if (meant && (order.id === meant || order.number === meant)) return 0;
  if (order.promise?.status === 'broken' || ['exception', 'lost', 'returned'].includes(order.parcel?.state ?? '')) return 1;
  if (order.promise?.status === 'at-risk') return 2;
  if (order.state === 'refunding') return 3;
  if (order.state === 'shipped' || order.state === 'paid') return 4;
  if (order.state === 'delivered') return 5;
  return order.state === 'unpaid' || order.state === 'unknown' ? 6 : 7;
}
