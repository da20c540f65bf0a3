import type { OrderCard } from '../core/model.ts';
import { mostLikelyFirst } from '../core/likely.ts';
import { fill } from '../texts/languages.ts';
import { arrange, h, type Keyed } from './dom.ts';
import type { OrderActions } from './order-card.ts';
import type { Ui } from './ui.ts';

type CardModule = typeof import('./order-card.ts');

const shownAtFirst = 2;

export interface HomeActions extends OrderActions {
  ask(text: string, order: OrderCard | null): void;
  history(): void;
}

/** What is there before the first word: who you are to us, your orders, and what you perhaps want to ask. */
export class Home {
  readonly element = h('div', { class: 'thread-before' });
  private cards: CardModule | null = null;
  private all = false;
  /** What the reader unfolded stays so when an order changes. */
  private unfolded = false;

  constructor(private readonly ui: Ui, private readonly actions: HomeActions, private readonly changed: () => void) {
    void import('./order-card.ts').then((module) => { this.cards = module; changed(); }, () => changed());
  }

  update(talking: boolean): void {
    arrange(this.element, talking ? this.whileTalking() : this.beforeTalking());
  }

  private beforeTalking(): Keyed[] {
    const { desk } = this.ui;
    const parts: Keyed[] = [{ key: 'hello', signature: this.helloSignature(), make: () => this.hello() }];
    parts.push({ key: 'orders', signature: this.ordersSignature(), make: () => this.ordersPart() });
    if (desk.questions.length > 0) {
      parts.push({ key: 'questions', signature: desk.questions.map((one) => one.text).join('|'), make: () => this.questionsPart() });
    }
    if (desk.session) parts.push({ key: 'history', make: () => this.historyLink() });
    return parts;
  }

  /** Once we talk, the orders step back behind one line. */
  private whileTalking(): Keyed[] {
    const orders = this.ui.desk.orders ?? [];
    if (orders.length === 0 || !this.cards) return [];
    return [{ key: 'orders-small', signature: this.ordersSignature(), make: () => this.ordersSmall(orders) }];
  }

  private helloSignature(): string {
    const session = this.ui.desk.session;
    return `${session?.consumer.name ?? ''}|${session?.look?.greeting ?? ''}`;
  }

  private hello(): HTMLElement {
    const { desk, texts } = this.ui;
    const { consumer, look } = desk.session ?? {};
    const greeting = consumer?.name ? fill(texts.helloName, { name: consumer.name }) : texts.hello;
    return h('div', { class: 'hello' }, h('h2', { dir: 'auto' }, greeting), h('p', { dir: 'auto' }, look?.greeting || texts.intro));
  }

  private ordersSignature(): string {
    const { desk } = this.ui;
    return JSON.stringify([desk.orders, desk.remedies, desk.ordersFailed, this.all, !!this.cards, desk.session?.consumer.anonymous ?? null]);
  }

  private ordersPart(): HTMLElement {
    const { texts } = this.ui;
    return h('section', { class: 'part', 'aria-label': texts.orders }, h('h2', {}, texts.orders), this.ordersBody());
  }

  private ordersBody(): HTMLElement {
    const { desk, texts } = this.ui;
    if (desk.ordersFailed && !desk.orders) {
      return h('div', {}, h('p', { class: 'plain' }, texts.ordersFailed),
        h('button', { class: 'link', type: 'button', click: () => void desk.loadOrders() }, texts.retry));
    }
    if (!desk.orders || !this.cards) return h('div', { class: 'bone', role: 'status' }, h('span', { class: 'hear' }, texts.loading));
    if (desk.orders.length === 0) return h('p', { class: 'plain' }, desk.session?.consumer.anonymous ? texts.ordersGuest : texts.ordersNone);
    return this.orderList(this.sorted(desk.orders));
  }

  private sorted(orders: readonly OrderCard[]): OrderCard[] { return mostLikelyFirst(orders, this.ui.desk.settings.order); }

  private orderList(orders: readonly OrderCard[]): HTMLElement {
    const shown = this.all ? orders : orders.slice(0, shownAtFirst);
    return h('div', { class: 'orders' },
      ...shown.map((order) => this.cards!.orderCard(this.ui, order, this.actions)),
      shown.length < orders.length && h('button', { class: 'link', type: 'button', click: () => { this.all = true; this.changed(); } }, this.ui.texts.ordersAll));
  }

  private ordersSmall(orders: readonly OrderCard[]): HTMLElement {
    const title = fill(this.ui.texts.ordersCount, { count: this.ui.formats.number(orders.length) });
    const details = h('details', { toggle: () => { this.unfolded = details.open; } }, h('summary', {}, h('h2', {}, title)), this.orderList(this.sorted(orders)));
    details.open = this.unfolded;
    return h('section', { class: 'part' }, details);
  }

  private questionsPart(): HTMLElement {
    const { desk, texts } = this.ui;
    const order = (id: string | undefined): OrderCard | null => desk.orders?.find((one) => one.id === id) ?? null;
    return h('section', { class: 'part', 'aria-label': texts.questions }, h('h2', {}, texts.questions),
      h('ul', { class: 'list' }, ...desk.questions.slice(0, 5).map((question) => h('li', {},
        h('button', { type: 'button', click: () => this.actions.ask(question.text, order(question.orderId)) }, h('span', { dir: 'auto' }, question.text))))));
  }

  private historyLink(): HTMLElement {
    return h('div', { class: 'links' }, h('button', { class: 'link', type: 'button', click: () => this.actions.history() }, this.ui.texts.history));
  }
}
