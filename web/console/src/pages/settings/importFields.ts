/** Fields of the event envelope a column can become, by their path in the event. */
const known = [
  'type', 'time', 'subject', 'unit',
  'order.number', 'order.state', 'order.placedAt', 'order.shipBy', 'order.arriveBy', 'order.total.amount', 'order.total.currency',
  'order.consumer.externalId', 'order.consumer.name', 'order.consumer.language', 'order.consumer.tier',
  'order.merchant.externalId', 'order.merchant.name', 'order.unit',
  'order.items.title', 'order.items.sku', 'order.items.quantity', 'order.items.price.amount',
  'parcel.carrier', 'parcel.trackingNumber', 'parcel.order', 'text', 'place',
  'refund.id', 'refund.order', 'refund.amount.amount', 'refund.reason',
];
/** Those, and whatever else the server proposed. */
export function fieldsOf(mapping: Record<string, string>): string[] {
  return [...new Set([...known, ...Object.values(mapping).filter(Boolean)])];
}
