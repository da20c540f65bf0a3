import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeTime, settled } from '../testing/fakes.ts';
import { BusinessClock } from './clock.ts';
import { LiveChannel } from './live.ts';

class FakeSocket {
  readyState = 1;
  sent: Record<string, unknown>[] = [];
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: (() => void) | null = null;
  closed = false;
  send(text: string): void { this.sent.push(JSON.parse(text) as Record<string, unknown>); }
  close(): void { this.closed = true; this.readyState = 3; }
  say(message: unknown): void { this.onmessage?.({ data: typeof message === 'string' ? message : JSON.stringify(message) }); }
}

function setUp() {
  const time = new FakeTime();
  const sockets: FakeSocket[] = [];
  const heard: string[] = [];
  let last = 0;
  const channel = new LiveChannel({
    url: 'wss://h.example/live', token: () => 'cv_1', later: time.later, random: () => 0.5,
    open: () => { const socket = new FakeSocket(); sockets.push(socket); return socket as unknown as WebSocket; },
    listener: {
      entry: (entry) => { last = entry.sequence; heard.push(`entry ${entry.sequence}`); }, conversation: () => heard.push('conversation'),
      typing: () => heard.push('typing'), read: () => heard.push('read'), heartbeat: () => heard.push('heartbeat'),
      reload: () => heard.push('reload'), state: (up) => heard.push(up ? 'up' : 'down'), clock: () => undefined, refused: () => heard.push('refused'),
    },
  });
  const connect = (): FakeSocket => { const socket = sockets[sockets.length - 1]!; socket.onopen?.(); socket.say({ type: 'welcome', at: '2026-01-01T00:00:00Z' }); return socket; };
  return { channel, time, sockets, heard, connect, after: () => last };
}

test('It says hello, and follows from the last sequence seen', () => {
  const { channel, connect, after } = setUp();
  channel.follow('c1', after);
  const socket = connect();
  assert.deepEqual(socket.sent, [{ type: 'hello', token: 'cv_1' }, { type: 'subscribe', topic: 'conversation', id: 'c1', after: 0 }]);
});

test('After a break it comes back and resumes where it was', async () => {
  const { channel, connect, sockets, time, after, heard } = setUp();
  channel.follow('c1', after);
  connect().say({ type: 'entry', entry: { sequence: 1 } });
  sockets[0]!.onclose?.();
  assert.equal(channel.up, false);
  await time.pass(1000);
  assert.equal(sockets.length, 2);
  assert.deepEqual(connect().sent[1], { type: 'subscribe', topic: 'conversation', id: 'c1', after: 1 });
  assert.deepEqual(heard, ['up', 'entry 1', 'down', 'down', 'up']);
});

test('A socket that is open but silent counts as lost', async () => {
  const { channel, connect, sockets, time, after } = setUp();
  channel.follow('c1', after);
  connect();
  await time.pass(24_000);
  sockets[0]!.say({ type: 'heartbeat', at: '', newest: {} });
  await time.pass(24_000);
  assert.equal(channel.up, true);
  await time.pass(2_000);
  assert.equal(sockets[0]!.closed, true);
  assert.equal(channel.up, false);
});

test('A proxy that swallows everything is given up after a while, again and again ever more slowly', async () => {
  const { channel, sockets, time, after } = setUp();
  channel.follow('c1', after);
  await time.pass(600_000);
  assert.ok(sockets.length > 10 && sockets.length < 30, `${sockets.length} attempts in ten minutes`);
  assert.ok(sockets.slice(0, -1).every((socket) => socket.closed));
});

test('An old socket that speaks late is not heard', async () => {
  const { channel, connect, sockets, time, after, heard } = setUp();
  channel.follow('c1', after);
  const old = connect();
  old.onclose?.();
  await time.pass(1000);
  connect();
  heard.length = 0;
  old.say({ type: 'entry', entry: { sequence: 9 } });
  assert.deepEqual(heard, []);
  assert.equal(sockets.length, 2);
});

test('What it does not understand does no harm', () => {
  const { channel, connect, after, heard } = setUp();
  channel.follow('c1', after);
  const socket = connect();
  heard.length = 0;
  for (const strange of ['', '{', '[]', '{"type":7}', { type: 'of-the-future' }, '"text"', 'null', '3']) socket.say(strange);
  assert.deepEqual(heard, []);
  assert.equal(channel.up, true);
});

test('A token that is refused is told once, and the channel tries again later', async () => {
  const { channel, sockets, time, after, heard } = setUp();
  channel.follow('c1', after);
  sockets[0]!.say({ type: 'refused', problem: { status: 401 } });
  assert.deepEqual(heard, ['down', 'refused']);
  await time.pass(1000);
  assert.equal(sockets.length, 2);
});

test('A closed channel stays closed', async () => {
  const { channel, connect, sockets, time, after } = setUp();
  channel.follow('c1', after);
  connect();
  channel.close();
  await time.pass(120_000);
  await settled();
  assert.equal(sockets.length, 1);
});

test('Business time is learned from what the server says, with its rate', () => {
  let wall = 1_000_000;
  const clock = new BusinessClock(() => wall);
  assert.equal(clock.now(), wall);
  clock.hear('2026-01-01T00:00:00Z');
  wall += 10_000;
  clock.hear('2026-01-01T00:20:00Z');
  wall += 1_000;
  assert.equal(new Date(clock.now()).toISOString(), '2026-01-01T00:22:00.000Z');
  clock.hear('2026-01-01T00:00:00Z', 120, wall - 5_000);
  assert.equal(new Date(clock.now()).toISOString(), '2026-01-01T00:10:00.000Z');
  clock.hear('2026-01-01T00:22:00Z', 120);
  clock.hear('nonsense');
  assert.equal(new Date(clock.now()).toISOString(), '2026-01-01T00:22:00.000Z');
});
