import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeStorage, FakeTime, memoryDrawer, seeded, settled } from '../testing/fakes.ts';
import { type Delivery, Outbox, outboxLimit, type OutboxItem } from './outbox.ts';
import { type Drawer, openDrawer } from './storage.ts';

function setUp(deliver: (item: OutboxItem) => Promise<Delivery>, drawer: Drawer = memoryDrawer()) {
  const time = new FakeTime();
  let changes = 0;
  const outbox = new Outbox({ drawer, deliver, changed: () => { changes++; }, later: time.later, random: () => 0.5 });
  return { outbox, time, drawer, changes: () => changes };
}

let counter = 0;
function message(text: string, conversation = 'c1'): Omit<OutboxItem, 'owner'> {
  return { clientId: `id-${String(++counter).padStart(6, '0')}`, kind: 'message', conversation, language: 'en', at: counter, text };
}

const accepted = async (): Promise<Delivery> => ({ kind: 'accepted' });
const unreachable = async (): Promise<Delivery> => ({ kind: 'again' });

test('A message is written down before the first attempt to send it', () => {
  let keptWhenSending = 0;
  const drawer = memoryDrawer();
  const { outbox } = setUp(async () => { keptWhenSending = drawer.names('out:').length; return { kind: 'accepted' }; }, drawer);
  outbox.add(message('hello'));
  assert.equal(keptWhenSending, 1);
});

test('An accepted message leaves the drawer but shows until its entry comes back', async () => {
  const { outbox, drawer } = setUp(accepted);
  const one = message('hello');
  outbox.add(one);
  await settled();
  assert.deepEqual(drawer.names('out:'), []);
  assert.deepEqual(outbox.underway.map((item) => item.text), ['hello']);
  outbox.settle(one.clientId);
  assert.deepEqual(outbox.underway, []);
});

test('An entry that comes back before the answer settles the message for good', async () => {
  let answer: (delivery: Delivery) => void = () => undefined;
  const { outbox } = setUp(() => new Promise((resolve) => { answer = resolve; }));
  const one = message('hello');
  outbox.add(one);
  outbox.settle(one.clientId);
  answer({ kind: 'accepted' });
  await settled();
  assert.deepEqual([...outbox.items, ...outbox.underway], []);
});

test('What could not be sent is tried again, ever more slowly, until it is accepted', async () => {
  let attempts = 0;
  const { outbox, time } = setUp(async () => (++attempts < 8 ? { kind: 'again' } : { kind: 'accepted' }));
  outbox.add(message('hello'));
  await settled();
  const waits: number[] = [];
  while (time.next !== undefined) { waits.push(time.next); await time.pass(time.next); }
  assert.equal(attempts, 8);
  assert.deepEqual(waits, [750, 1500, 3000, 6000, 12000, 22500, 22500]);
  assert.equal(outbox.struggling, false);
});

test('The waiting time that the server asks for is kept', async () => {
  const { outbox, time } = setUp(async () => ({ kind: 'again', afterSeconds: 42 }));
  outbox.add(message('hello'));
  await settled();
  assert.equal(time.next, 42_000);
});

test('A failure of the sender itself counts as not sent', async () => {
  const { outbox } = setUp(() => Promise.reject(new Error('boom')));
  outbox.add(message('hello'));
  await settled();
  assert.equal(outbox.items.length, 1);
  assert.equal(outbox.struggling, true);
});

test('The network coming back does not wait for the next attempt', async () => {
  let reachable = false;
  const { outbox } = setUp(async () => (reachable ? { kind: 'accepted' } : { kind: 'again' }));
  outbox.add(message('hello'));
  await settled();
  reachable = true;
  outbox.kick();
  await settled();
  assert.deepEqual(outbox.items, []);
});

test('A refused message keeps its words and its reason, and does not hold up the next', async () => {
  const { outbox } = setUp(async (item) => (item.text === 'bad' ? { kind: 'refused', reason: 'too bad' } : { kind: 'accepted' }));
  outbox.add(message('bad'));
  outbox.add(message('good'));
  await settled();
  assert.deepEqual(outbox.items.map((item) => [item.text, item.refused]), [['bad', 'too bad']]);
});

test('Trying a refused message again sends it with the same client id', async () => {
  const ids: string[] = [];
  const { outbox } = setUp(async (item) => { ids.push(item.clientId); return ids.length === 1 ? { kind: 'refused', reason: 'no' } : { kind: 'accepted' }; });
  const one = message('hello');
  outbox.add(one);
  await settled();
  outbox.retry(one.clientId);
  await settled();
  assert.deepEqual(ids, [one.clientId, one.clientId]);
  assert.deepEqual(outbox.items, []);
});

test('Messages go out one at a time in the order they were said', async () => {
  const sent: string[] = [];
  let active = 0;
  const { outbox } = setUp(async (item) => {
    assert.equal(++active, 1);
    await Promise.resolve();
    sent.push(item.text!);
    active--;
    return { kind: 'accepted' };
  });
  for (const text of ['one', 'two', 'three']) outbox.add(message(text));
  await settled();
  assert.deepEqual(sent, ['one', 'two', 'three']);
});

test('Unsent messages survive a reload and go out with the ids they had', async () => {
  const storage = new FakeStorage();
  const before = setUp(unreachable, openDrawer('t', storage));
  const said = [message('one'), message('two')];
  said.forEach((one) => before.outbox.add(one));
  await settled();
  const sent: string[] = [];
  const after = setUp(async (item) => { sent.push(item.clientId); return { kind: 'accepted' }; }, openDrawer('t', storage));
  after.outbox.kick();
  await settled();
  assert.deepEqual(sent, said.map((one) => one.clientId));
});

test('A reload between the commit and the answer sends the same id again, never a new one', async () => {
  const storage = new FakeStorage();
  const committed = new Set<string>();
  const lostAnswer = setUp((item) => { committed.add(item.clientId); return new Promise(() => undefined); }, openDrawer('t', storage));
  lostAnswer.outbox.add(message('once'));
  await settled();
  const again = setUp(async (item) => { committed.add(item.clientId); return { kind: 'accepted' }; }, openDrawer('t', storage));
  again.outbox.kick();
  await settled();
  assert.equal(committed.size, 1);
});

test('Two tabs on one drawer do not overwrite each other', async () => {
  const storage = new FakeStorage();
  const first = setUp(unreachable, openDrawer('t', storage));
  const second = setUp(unreachable, openDrawer('t', storage));
  first.outbox.add(message('from the first'));
  second.outbox.add(message('from the second'));
  await settled();
  assert.deepEqual(first.outbox.items.map((item) => item.text), ['from the first', 'from the second']);
});

test('Full storage loses nothing while the page is open', async () => {
  const storage = new FakeStorage();
  storage.full = true;
  const { outbox } = setUp(unreachable, openDrawer('t', storage));
  outbox.add(message('hello'));
  await settled();
  assert.deepEqual(outbox.items.map((item) => item.text), ['hello']);
});

test('What a visitor said becomes theirs when they sign in', async () => {
  const { outbox } = setUp(unreachable);
  outbox.belongTo('visitor', null);
  outbox.add(message('hello'));
  outbox.belongTo('member', 'visitor');
  assert.deepEqual(outbox.items.map((item) => [item.owner, item.text]), [['member', 'hello']]);
});

test('What one person said is never sent for another', async () => {
  const sent: string[] = [];
  const { outbox, time } = setUp(async (item) => { sent.push(item.text!); return { kind: 'again' }; });
  outbox.belongTo('first', null);
  outbox.add(message('of the first'));
  await settled();
  outbox.belongTo('second', null);
  sent.length = 0;
  outbox.add(message('of the second'));
  await time.pass(60_000);
  assert.ok(sent.length > 0 && sent.every((text) => text === 'of the second'));
  outbox.belongTo('first', null);
  assert.deepEqual(outbox.items.map((item) => item.text), ['of the first']);
});

test('Unsent things move to the conversation that goes on', async () => {
  const { outbox } = setUp(unreachable);
  outbox.add(message('hello', 'gone'));
  outbox.move('gone', 'next');
  assert.deepEqual(outbox.items.map((item) => item.conversation), ['next']);
});

test('The outbox is bounded and says so', () => {
  const { outbox } = setUp(unreachable);
  for (let index = 0; index < outboxLimit; index++) assert.equal(outbox.add(message(`m${index}`)), true);
  assert.equal(outbox.add(message('one too many')), false);
  assert.equal(outbox.items.length, outboxLimit);
});

test('Garbage in the drawer is passed over', async () => {
  const drawer = memoryDrawer();
  drawer.set('out:broken', '{');
  drawer.set('out:other', JSON.stringify({ clientId: 'not-this', owner: '' }));
  const { outbox } = setUp(accepted, drawer);
  outbox.kick();
  await settled();
  assert.deepEqual(outbox.items, []);
});

test('Whatever fails and whenever the page is left, everything said arrives exactly once and in order', async () => {
  for (let seed = 1; seed <= 60; seed++) {
    const chance = seeded(seed);
    const storage = new FakeStorage();
    const server: string[] = [];
    const deliver = async (item: OutboxItem): Promise<Delivery> => {
      if (chance() < 0.3) return { kind: 'again' };
      if (!server.includes(item.clientId)) server.push(item.clientId);
      await Promise.resolve();
      return chance() < 0.3 ? { kind: 'again' } : { kind: 'accepted' };
    };
    const said: string[] = [];
    let page = setUp(deliver, openDrawer('t', storage));
    for (let step = 0; step < 40; step++) {
      if (chance() < 0.5) { const one = message(`step ${step}`); said.push(one.clientId); page.outbox.add(one); }
      if (chance() < 0.3) await page.time.pass(Math.floor(chance() * 10_000));
      if (chance() < 0.2) { page = setUp(deliver, openDrawer('t', storage)); page.outbox.kick(); }
    }
    await page.time.pass(3_600_000);
    assert.deepEqual(server, said, `seed ${seed}`);
    assert.deepEqual(page.outbox.items, [], `seed ${seed}`);
  }
});
