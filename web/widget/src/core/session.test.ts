import assert from 'node:assert/strict';
import { test } from 'node:test';
import { memoryDrawer } from '../testing/fakes.ts';
import { type Http, HttpProblem } from './http.ts';
import type { Settings, VisitorSession } from './model.ts';
import { SessionKeeper, subjectOf, type SessionChange } from './session.ts';
import type { Drawer } from './storage.ts';

type Asked = { token?: string; previous?: string };
const jwt = (subject: string): string => `x.${btoa(JSON.stringify({ sub: subject })).replace(/=+$/, '')}.y`;

function setUp(settings: Partial<Settings>, drawer: Drawer = memoryDrawer(), refuse: (asked: Asked) => number = () => 0) {
  const asked: Asked[] = [];
  const changes: SessionChange[] = [];
  let now = 0;
  const http: Http = {
    get: () => Promise.reject(new Error('not used')),
    remove: () => Promise.reject(new Error('not used')),
    post: (_path, body) => {
      const wish = body as Asked;
      asked.push(wish);
      const status = refuse(wish);
      if (status) return Promise.reject(new HttpProblem({ status, code: 'no', detail: '' }));
      const subject = subjectOf(wish.token);
      const session: VisitorSession = {
        token: `cv_${asked.length}`, expiresAt: new Date(now + 3_600_000).toISOString(),
        consumer: { id: subject ?? `visitor-${asked.length}`, anonymous: !subject }, tenant: { slug: 't', name: 'T' },
      };
      return Promise.resolve(session as never);
    },
  };
  const whole: Settings = { origin: 'https://h.example', tenant: 't', mode: 'panel', ...settings };
  const keeper = new SessionKeeper(drawer, http, whole, () => 'en', (change) => changes.push(change), () => now);
  return { keeper, asked, changes, drawer, pass: (milliseconds: number) => { now += milliseconds; } };
}

test('Asking several times at once makes one session', async () => {
  const { keeper, asked } = setUp({});
  await Promise.all([keeper.ensure(), keeper.ensure(), keeper.ensure()]);
  assert.equal(asked.length, 1);
});

test('A session is used again after a reload, until shortly before it expires', async () => {
  const first = setUp({});
  await first.keeper.ensure();
  const second = setUp({}, first.drawer);
  assert.equal((await second.keeper.ensure()).token, 'cv_1');
  assert.equal(second.asked.length, 0);
  second.pass(3_590_000);
  await second.keeper.ensure();
  assert.equal(second.asked.length, 1);
});

test('Signing in merges what the visitor said before', async () => {
  const visitor = setUp({});
  await visitor.keeper.ensure();
  const member = setUp({ token: jwt('u1') }, visitor.drawer);
  await member.keeper.ensure();
  assert.equal(member.asked[0]!.previous, 'cv_1');
  assert.deepEqual(member.changes.map((change) => [change.session.consumer.id, change.previousConsumer]), [['u1', 'visitor-1']]);
});

test('Another person signing in does not inherit the session of the first', async () => {
  const first = setUp({ token: jwt('u1') });
  await first.keeper.ensure();
  const second = setUp({ token: jwt('u2') }, first.drawer);
  assert.equal(second.keeper.current, null);
  await second.keeper.ensure();
  assert.equal(second.asked[0]!.previous, undefined);
  assert.equal(second.keeper.current!.consumer.id, 'u2');
});

test('A page that says nobody is signed in does not show the session of somebody who was', async () => {
  const member = setUp({ token: jwt('u1') });
  await member.keeper.ensure();
  assert.equal(setUp({}, member.drawer).keeper.current, null);
});

test('The full page keeps a sign-in that its link carried only once', async () => {
  const member = setUp({ token: jwt('u1'), mode: 'page' });
  await member.keeper.ensure();
  assert.equal(setUp({ mode: 'page' }, member.drawer).keeper.current!.consumer.id, 'u1');
});

test('A stale sign-in does not keep anybody from asking for help', async () => {
  const { keeper, asked } = setUp({ token: jwt('u1') }, memoryDrawer(), (wish) => (wish.token ? 401 : 0));
  assert.equal((await keeper.ensure()).consumer.anonymous, true);
  assert.equal(asked.length, 2);
});

test('A visitor whose old token is refused comes in all the same', async () => {
  const visitor = setUp({});
  await visitor.keeper.ensure();
  const member = setUp({ token: jwt('u1') }, visitor.drawer, (wish) => (wish.previous ? 422 : 0));
  assert.equal((await member.keeper.ensure()).consumer.id, 'u1');
});

test('An unreachable server is asked the same again, not something less', async () => {
  const { keeper, asked } = setUp({ token: jwt('u1') }, memoryDrawer(), () => 503);
  await assert.rejects(keeper.ensure());
  assert.equal(asked.length, 1);
});

test('Only the token that was refused is thrown away', async () => {
  const { keeper } = setUp({});
  await keeper.ensure();
  keeper.invalidate('cv_other');
  assert.equal(keeper.token, 'cv_1');
  keeper.invalidate('cv_1');
  assert.equal(keeper.token, null);
});

test('A token that cannot be read has no subject', () => {
  for (const wrong of [undefined, '', 'a', 'a.b.c', `a.${btoa('{}')}.c`, `a.${btoa('{"sub":5}')}.c`]) assert.equal(subjectOf(wrong), undefined);
});

test('Another language makes a new session for the same person', async () => {
  const drawer = memoryDrawer();
  const { keeper, asked } = setUp({}, drawer);
  const first = await keeper.ensure();
  assert.equal(await keeper.speak('de'), false, 'the server did not say which language the session has');
  first.consumer.language = 'en';
  assert.equal(await keeper.speak('en'), false);
  assert.equal(asked.length, 1);
  assert.equal(await keeper.speak('de'), false, 'another person came back');
  assert.equal(asked[1]!.previous, 'cv_1');
  assert.equal(keeper.token, 'cv_1');
});
