import assert from 'node:assert/strict';
import { test } from 'node:test';
import { settled } from '../testing/fakes.ts';
import type { Desk as DeskType } from './desk.ts';

const wait = globalThis.setTimeout;

interface Call { method: string; path: string; body?: Record<string, unknown> }

/** A server that answers at once, save what a test holds back, and a browser with nothing in it. */
class Stage {
  readonly calls: Call[] = [];
  mine: Record<string, unknown>[] = [];
  historyFails = false;
  private readonly held = new Map<string, () => void>();
  private readonly holding: string[];

  constructor(...holding: string[]) { this.holding = holding; }

  get said(): string[] { return this.calls.filter((call) => call.method === 'POST' && (call.path.endsWith('/messages') || call.path === '/conversations')).map((call) => call.path); }

  async release(path: string): Promise<void> {
    this.held.get(path)?.();
    for (let i = 0; i < 20; i++) await settled();
  }

  async open(): Promise<DeskType> {
    const kept = new Map<string, string>();
    const globals: Record<string, unknown> = {
      addEventListener: () => undefined, navigator: { onLine: true },
      // What tries again and again keeps no test alive.
      setTimeout: (action: () => void, milliseconds: number) => wait(action, milliseconds).unref(),
      localStorage: {
        get length() { return kept.size; }, key: (index: number) => [...kept.keys()][index] ?? null,
        getItem: (name: string) => kept.get(name) ?? null, setItem: (name: string, value: string) => kept.set(name, value), removeItem: (name: string) => kept.delete(name),
      },
      WebSocket: class { close(): void { /* never open */ } },
      fetch: (url: string, init: { method?: string; body?: string } = {}) => this.answer(url, init),
    };
    for (const [name, value] of Object.entries(globals)) Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
    const { Desk } = await import('./desk.ts');
    return new Desk({ origin: 'https://h.example', tenant: 't', mode: 'page' }, () => 'en');
  }

  private async answer(url: string, init: { method?: string; body?: string }): Promise<Response> {
    const path = url.slice('https://h.example/api/v1'.length).replace(/\?.*$/, '');
    const call: Call = { method: init.method ?? 'GET', path, ...(init.body ? { body: JSON.parse(init.body) as Record<string, unknown> } : {}) };
    this.calls.push(call);
    if ((call.method === 'GET' || path === '/visitor-sessions') && this.holding.includes(path)) await new Promise<void>((resolve) => this.held.set(path, resolve));
    const answer = this.content(call);
    return answer === null ? new Response('{"status":503,"code":"down"}', { status: 503 }) : new Response(JSON.stringify(answer), { status: 200, headers: { 'content-type': 'application/json' } });
  }

  private content({ method, path, body }: Call): unknown {
    if (path === '/visitor-sessions') return { token: 'cv_1', expiresAt: '2999-01-01T00:00:00Z', consumer: { id: 'v', anonymous: false }, tenant: { slug: 't', name: 'T' }, businessNow: '2026-11-11T00:00:00Z', timeRate: 1 };
    if (path === '/conversations' && method === 'GET') return this.historyFails ? null : { items: this.mine };
    if (path === '/conversations') return { id: body!['id'], state: 'bot', newest: 0, version: 1 };
    if (path.endsWith('/messages')) return { sequence: 2, kind: 'message', clientId: body!['clientId'], author: { party: 'consumer' }, conversation: path.split('/')[2] };
    if (path.endsWith('/entries')) return { items: [{ sequence: 1, kind: 'message', author: { party: 'bot' }, text: 'We began this.' }], newest: 1 };
    if (/^\/conversations\/[^/]+$/.test(path)) return this.mine.find((one) => one['id'] === path.split('/')[2]) ?? null;
    return { items: [] };
  }
}

const ours = { id: 'ours', state: 'bot', newest: 1, version: 1, openedAt: '2026-11-11T00:00:00Z' };

for (const [slow, when] of [['/visitor-sessions', 'the session'], ['/conversations', 'the list of conversations'], ['/conversations/ours', 'the open conversation']] as const) {
  test(`What is said while ${when} has not come yet goes into the conversation that was open`, async () => {
    const stage = new Stage(slow);
    stage.mine = [ours];
    const desk = await stage.open();
    void desk.start();
    await settled();
    await settled();
    assert.equal(desk.say({ text: 'Where is my scarf?' }), true);
    await settled();
    assert.deepEqual(stage.said, []);
    await stage.release(slow);
    assert.equal(desk.conversationId, 'ours');
    assert.deepEqual(stage.said, ['/conversations/ours/messages']);
    assert.deepEqual(desk.log.entries.map((entry) => entry.sequence), [1, 2]);
    assert.equal(desk.outbox.items.length, 0);
  });
}

test('Where nothing is open, what was said early opens a conversation and stays in sight', async () => {
  const stage = new Stage('/conversations');
  stage.mine = [{ ...ours, state: 'closed' }];
  const desk = await stage.open();
  void desk.start();
  await settled();
  desk.say({ text: 'hello' });
  const begun = desk.conversationId;
  await stage.release('/conversations');
  assert.deepEqual(stage.said, ['/conversations']);
  assert.equal(desk.conversationId, begun);
});

test('What was said before the session came goes into nothing that has ended', async () => {
  const stage = new Stage('/visitor-sessions');
  stage.mine = [{ ...ours, state: 'closed' }];
  const desk = await stage.open();
  void desk.start();
  desk.say({ text: 'hello' });
  const begun = desk.conversationId;
  await stage.release('/visitor-sessions');
  assert.deepEqual(stage.said, ['/conversations']);
  assert.equal(desk.conversationId, begun);
});

test('A list that cannot be had keeps nobody from asking', async () => {
  const stage = new Stage();
  stage.historyFails = true;
  const desk = await stage.open();
  desk.say({ text: 'hello' });
  await stage.release('');
  assert.deepEqual(stage.said, ['/conversations']);
});

test('Who began anew is not put back into the conversation that is open', async () => {
  const stage = new Stage();
  stage.mine = [ours];
  const desk = await stage.open();
  void desk.start();
  await stage.release('');
  assert.equal(desk.conversationId, 'ours');
  desk.startNew();
  desk.say({ text: 'something else' });
  await stage.release('');
  assert.deepEqual(stage.said, ['/conversations']);
  assert.notEqual(desk.conversationId, 'ours');
});
