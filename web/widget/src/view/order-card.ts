import type { OrderCard, OrderState, ParcelState, PromiseStatus } from '../core/model.ts';
import type { Texts } from '../texts/en.ts';
import { fill } from '../texts/languages.ts';
import { h, icon } from './dom.ts';
import { icons } from './icons.ts';
import type { Ui } from './ui.ts';

const states: Record<OrderState, keyof Texts> = {
  unpaid: 'orderUnpaid', paid: 'orderPaid', shipped: 'orderShipped', delivered: 'orderDelivered', finished: 'orderFinished',
  cancelled: 'orderCancelled', refunding: 'orderRefunding', refunded: 'orderRefunded', unknown: 'orderUnknown',
};
const parcelStates: Record<ParcelState, keyof Texts> = {
  unknown: 'parcelUnknown', 'picked-up': 'parcelPickedUp', 'in-transit': 'parcelInTransit', exception: 'parcelException',
  'out-for-delivery': 'parcelOutForDelivery', delivered: 'parcelDelivered', returned: 'parcelReturned', lost: 'parcelLost',
};
const promises: Record<PromiseStatus, { words: keyof Texts; shape: string }> = {
  'on-time': { words: 'promiseOnTime', shape: icons.onTime },
  'at-risk': { words: 'promiseAtRisk', shape: icons.atRisk },
  broken: { words: 'promiseBroken', shape: icons.broken },
  unknown: { words: 'promiseUnknown', shape: icons.unknown },
};
const kinds = { 'ship-by': 'shipBy', 'arrive-by': 'arriveBy', 'refund-by': 'refundBy' } as const;

export interface OrderActions {
  ask(text: string, order: OrderCard): void;
  about(order: OrderCard): void;
}

/** One order: what it is, what was promised and how that stands, where the parcel is, what one may want to ask. Without actions it only tells. */
export function orderCard(ui: Ui, order: OrderCard, actions: OrderActions | null): HTMLElement {
  return h('article', { class: 'order', 'aria-label': fill(ui.texts.orderNumber, { number: order.number }) },
    h('div', { class: 'ordertop' }, picture(ui, order), heading(ui, order)),
    promiseLine(ui, order), traceLine(ui, order), valueLines(ui, order),
    actions && questions(ui, order, actions));
}

function picture(ui: Ui, order: OrderCard): HTMLElement {
  const box = h('div', { class: 'picture' });
  const source = ui.desk.address(order.image);
  const empty = (): void => box.replaceChildren(icon(icons.parcel));
  if (!source) { empty(); return box; }
  box.append(h('img', { src: source, alt: '', loading: 'lazy', decoding: 'async', referrerpolicy: 'no-referrer', error: empty }));
  return box;
}

function heading(ui: Ui, order: OrderCard): HTMLElement {
  const { texts, formats } = ui;
  const facts = [
    order.total ? formats.money(order.total) : '',
    order.itemCount > 1 ? fill(texts.itemCount, { count: formats.number(order.itemCount) }) : '',
    order.unit?.name ?? '',
    order.merchant?.badge ? `★ ${texts.shopBadge}` : '',
  ].filter(Boolean);
  return h('div', {},
    h('h3', { dir: 'auto' }, order.title || fill(texts.orderNumber, { number: order.number })),
    h('p', { class: 'meta orderstate' }, h('b', {}, order.stateText ?? texts[states[order.state] ?? 'orderUnknown']), h('bdi', {}, facts.join(' · '))));
}

function promiseLine(ui: Ui, order: OrderCard): HTMLElement | null {
  const { promise } = order;
  if (!promise) return null;
  const { words, shape } = promises[promise.status] ?? promises.unknown;
  const time = promise.at ? ui.formats.moment(promise.at, ui.desk.clock.now()) : '';
  return h('p', { class: `promise ${promise.status}` },
    h('span', { class: `mark ${promise.status}` }, icon(shape), ui.texts[words]),
    h('b', {}, fill(ui.texts[kinds[promise.kind] ?? 'arriveBy'], { time: time || ui.texts.promiseUnknown })));
}

function traceLine(ui: Ui, order: OrderCard): HTMLElement | null {
  const { parcel } = order;
  if (!parcel) return null;
  const trace = parcel.lastTrace;
  const where = [trace?.place, parcel.carrier, trace ? ui.formats.moment(trace.at, ui.desk.clock.now()) : ''].filter(Boolean).join(' · ');
  return h('div', { class: 'trace' }, icon(icons.parcel),
    h('p', {}, h('b', {}, ui.texts[parcelStates[parcel.state] ?? 'parcelUnknown']), trace?.text ? ' ' : null, trace?.text ? h('bdi', {}, trace.text) : null,
      h('bdi', { class: 'meta' }, where)));
}

/** What you get or pay for it, each in one line; what the shop alone told about a refund where we paid nothing. */
function valueLines(ui: Ui, order: OrderCard): HTMLElement | null {
  const { refund } = order;
  const ours = ui.desk.remedies.filter((one) => one.order === order.id && one.line && one.state !== 'cancelled');
  if (ours.length > 0) return h('ul', { class: 'values' }, ...ours.map((one) => h('li', { dir: 'auto' }, one.line!)));
  if (!refund?.amount) return null;
  return h('p', { class: 'meta' }, `${fill(ui.texts.refundAmount, { amount: ui.formats.money(refund.amount) })} · ${ui.formats.moment(refund.at, ui.desk.clock.now())}`);
}

function questions(ui: Ui, order: OrderCard, actions: OrderActions): HTMLElement {
  const likely = (order.questions ?? []).slice(0, 3);
  return h('div', { class: 'chips' },
    ...likely.map((question) => h('button', { class: 'chip', type: 'button', click: () => actions.ask(question.text, order) }, question.text)),
    h('button', { class: 'chip quietly', type: 'button', click: () => actions.about(order) }, ui.texts.aboutOrder));
}
