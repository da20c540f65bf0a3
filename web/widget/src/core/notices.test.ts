import assert from 'node:assert/strict';
import { test } from 'node:test';
import { memoryDrawer } from '../testing/fakes.ts';
import type { Http } from './http.ts';
import { Notices, type NoticeBrowser } from './notices.ts';

class FakeBrowser implements NoticeBrowser {
  able = true;
  refused = false;
  says = true;
  asked = 0;
  has: PushSubscriptionJSON | null = null;
  ask = (): Promise<boolean> => { this.asked++; this.refused = !this.says; return Promise.resolve(this.says); };
  current = (): Promise<PushSubscriptionJSON | null> => Promise.resolve(this.has);
  subscribe = (key: string): Promise<PushSubscriptionJSON> => { this.has = { endpoint: `https://push.example/${key}`, keys: { p256dh: 'p', auth: 'a' } }; return Promise.resolve(this.has); };
  unsubscribe = (): Promise<void> => { this.has = null; return Promise.resolve(); };
}

class Shop implements Http {
  enabled = true;
  readonly calls: string[] = [];
  get = <T>(): Promise<T> => Promise.resolve({ enabled: this.enabled, publicKey: this.enabled ? 'key' : null } as T);
  post = <T>(path: string, body: unknown): Promise<T> => { this.calls.push(`POST ${path} ${(body as PushSubscriptionJSON).endpoint}`); return Promise.resolve({ id: 'one' } as T); };
  remove = (path: string): Promise<unknown> => { this.calls.push(`DELETE ${path}`); return Promise.resolve(null); };
}

function begin() {
  const [shop, browser, drawer] = [new Shop(), new FakeBrowser(), memoryDrawer()];
  let consumer = 'li';
  const notices = (): Notices => new Notices(shop, drawer, browser, () => consumer);
  return { shop, browser, notices, become: (other: string) => { consumer = other; } };
}

test('The browser is asked by a tap only, and once it agreed the next visit needs none', async () => {
  const { shop, browser, notices } = begin();
  const first = notices();
  assert.equal(await first.find(), 'offer');
  assert.equal(browser.asked, 0);
  assert.equal(await first.start(), 'on');
  assert.equal(await notices().find(), 'on');
  assert.equal(browser.asked, 1);
  assert.deepEqual(shop.calls, ['POST /me/push-subscriptions https://push.example/key', 'POST /me/push-subscriptions https://push.example/key']);
});

test('Whoever comes after somebody else on a device is asked for themselves, and the one before is told here no longer', async () => {
  const { browser, notices, become } = begin();
  const li = notices();
  await li.find();
  await li.start();
  become('wang');
  assert.equal(await notices().find(), 'offer');
  assert.equal(browser.has, null);
});

test('Stopping ends the subscription on both sides', async () => {
  const { shop, browser, notices } = begin();
  const mine = notices();
  await mine.find();
  await mine.start();
  assert.equal(await mine.stop(), 'offer');
  assert.equal(browser.has, null);
  assert.equal(shop.calls.at(-1), 'DELETE /me/push-subscriptions/one');
  assert.equal(await notices().find(), 'offer');
});

test('A refusal is said, not asked again', async () => {
  const { browser, notices } = begin();
  browser.says = false;
  const mine = notices();
  await mine.find();
  assert.equal(await mine.start(), 'refused');
  assert.equal(await notices().find(), 'refused');
  assert.equal(browser.asked, 1);
});

test('Nothing is offered where the shop does not notify or the browser cannot', async () => {
  const one = begin();
  one.shop.enabled = false;
  assert.equal(await one.notices().find(), 'nothing');
  const two = begin();
  two.browser.able = false;
  assert.equal(await two.notices().find(), 'nothing');
});
