import assert from 'node:assert/strict';
import { test } from 'node:test';
import { memoryDrawer } from '../testing/fakes.ts';
import { Deliverer, isFresh, markFresh } from './delivery.ts';
import { type Http, HttpProblem } from './http.ts';
import type { OutboxItem } from './outbox.ts';
import { SessionKeeper } from './session.ts';

interface Call { path: string; body: Record<string, unknown> }

function setUp(answer: (call: Call) => number | [number, string], unit?: string, orderId?: string) {
  const drawer = memoryDrawer();
  const calls: Call[] = [];
  const replaced: string[] = [];
  const http: Http = {
    get: () => Promise.reject(new Error('not used')),
    remove: () => Promise.reject(new Error('not used')),
    post: (path, body) => {
      if (path === '/visitor-sessions') {
        return Promise.resolve({ token: 'cv_1', expiresAt: '2999-01-01T00:00:00Z', consumer: { id: 'v', anonymous: true }, tenant: { slug: 't', name: 'T' } } as never);
      }
      const call = { path, body: body as Record<string, unknown> };
      calls.push(call);
      const said = answer(call);
      const [status, code] = Array.isArray(said) ? said : [said, 'some-code'];
      return status >= 200 && status < 300 ? Promise.resolve({ id: 'c1', sequence: 1, newest: 1 } as never) : Promise.reject(new HttpProblem({ status, code, detail: 'why' }));
    },
  };
  const sessions = new SessionKeeper(drawer, http, { origin: 'https://h.example', tenant: 't', mode: 'page' }, () => 'en', () => undefined);
  const deliverer = new Deliverer({
    http, drawer, sessions, entryUnit: unit, orderId, conversation: () => undefined, entry: () => undefined,
    replace: (gone) => { replaced.push(gone); markFresh(drawer, 'c2'); return 'c2'; },
  });
  return { deliverer, calls, drawer, sessions, replaced };
}

const item = (kind: OutboxItem['kind'] = 'message'): OutboxItem =>
  ({ clientId: 'm1', owner: 'v', kind, conversation: 'c1', language: 'en', at: 0, text: 'hello', rating: { satisfied: 5, solved: true } });

test('The first message goes with the opening of its conversation', async () => {
  const { deliverer, calls, drawer } = setUp(() => 201, 'market');
  markFresh(drawer, 'c1');
  assert.deepEqual(await deliverer.deliver(item()), { kind: 'accepted' });
  assert.deepEqual(calls.map((call) => call.path), ['/conversations']);
  assert.deepEqual(calls[0]!.body, { id: 'c1', language: 'en', entryUnit: 'market', message: { clientId: 'm1', text: 'hello' } });
  assert.equal(isFresh(drawer, 'c1'), false);
});

test('The next message goes into the conversation', async () => {
  const { deliverer, calls } = setUp(() => 201);
  await deliverer.deliver(item());
  assert.deepEqual(calls.map((call) => call.path), ['/conversations/c1/messages']);
});

test('Asking for a person before the first word opens the conversation first', async () => {
  const { deliverer, calls, drawer } = setUp(() => 201);
  markFresh(drawer, 'c1');
  assert.deepEqual(await deliverer.deliver(item('person')), { kind: 'accepted' });
  assert.deepEqual(calls.map((call) => call.path), ['/conversations', '/conversations/c1/person-requests']);
});

test('A page that names a wrong unit or order keeps nobody from asking', async () => {
  const { deliverer, calls, drawer } = setUp((call) => ('entryUnit' in call.body || 'orderId' in call.body ? 400 : 201), 'no-such-unit', 'no-such-order');
  markFresh(drawer, 'c1');
  assert.deepEqual(await deliverer.deliver(item()), { kind: 'accepted' });
  assert.equal(calls.length, 2);
});

test('A conversation that was opened by another attempt is gone on with', async () => {
  const { deliverer, calls, drawer } = setUp((call) => (call.path === '/conversations' ? 409 : 201));
  markFresh(drawer, 'c1');
  assert.deepEqual(await deliverer.deliver(item()), { kind: 'accepted' });
  assert.deepEqual(calls.map((call) => call.path), ['/conversations', '/conversations/c1/messages']);
});

for (const gone of [404, 410, [409, 'conversation-over']] as (number | [number, string])[]) {
  test(`A conversation that is over for good (${gone}) goes on in a new one with the same words and id`, async () => {
    const { deliverer, calls, replaced } = setUp((call) => (call.path.startsWith('/conversations/c1') ? gone : 201));
    assert.deepEqual(await deliverer.deliver(item()), { kind: 'accepted' });
    assert.deepEqual(replaced, ['c1']);
    assert.deepEqual(calls[1]!.body['message'], { clientId: 'm1', text: 'hello' });
  });
}

test('A rating of a conversation that is gone is let go', async () => {
  const { deliverer, replaced } = setUp(() => 404);
  assert.deepEqual(await deliverer.deliver(item('rating')), { kind: 'accepted' });
  assert.deepEqual(replaced, []);
});

test('What passes is tried again, what does not is told', async () => {
  for (const status of [0, 408, 429, 500, 503]) assert.equal((await setUp(() => status).deliverer.deliver(item())).kind, 'again', String(status));
  for (const status of [400, 403, 413, 422]) assert.deepEqual(await setUp(() => status).deliverer.deliver(item()), { kind: 'refused', reason: 'why' }, String(status));
});

test('A token that is not accepted is thrown away before the next attempt', async () => {
  const { deliverer, sessions } = setUp(() => 401);
  assert.equal((await deliverer.deliver(item())).kind, 'again');
  assert.equal(sessions.token, null);
});

test('The same id with other words was accepted before: nothing is sent a third time', async () => {
  assert.deepEqual(await setUp(() => [409, 'idempotency-conflict']).deliverer.deliver(item()), { kind: 'accepted' });
});
