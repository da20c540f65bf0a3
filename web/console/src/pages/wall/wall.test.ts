import assert from 'node:assert/strict';
import test from 'node:test';
import type { WallFrame, WallWord } from '../../api/wall.ts';
import { answersLink, incidentLink, standardsLink, voicesLink } from './links.ts';
import { heatOf, nextOfStream, nextWord, paceOf } from './judging.ts';
import { tileMap } from './tileMap.ts';
import { oldAfterMilliseconds, WallStore } from './wallStore.ts';

const frame = (version: number, parts: object, epoch = 'a'): WallFrame => ({ type: 'wall', epoch, version, at: '2026-11-11T08:00:00Z', timeRate: 1, parts });
const word = (id: string): WallWord => ({ id, at: '2026-11-11T08:00:00Z', text: `words of ${id}`, source: 'review', channel: 'app' });

function world() {
  let now = 0;
  const waiting: (() => void)[] = [];
  const store = new WallStore(() => now, (show) => waiting.push(show));
  return { store, pass: (milliseconds: number) => { now += milliseconds; }, paint: () => waiting.splice(0).forEach((show) => show()) };
}

test('parts that are told take the place of those before, the others stay', () => {
  const { store } = world();
  store.take(frame(1, { place: { name: 'A' }, outside: { count: 1 } }));
  store.take(frame(2, { outside: { count: 2 } }));
  assert.deepEqual(store.read().parts, { place: { name: 'A' }, outside: { count: 2 } });
  assert.deepEqual(store.position(), { epoch: 'a', after: 2 });
});

test('what was overtaken on its way changes nothing, and another epoch begins anew', () => {
  const { store } = world();
  store.take(frame(5, { outside: { count: 5 } }));
  store.take(frame(4, { outside: { count: 4 } }));
  assert.equal(store.read().parts.outside?.count, 5);
  store.take(frame(1, { outside: { count: 1 } }, 'b'));
  assert.equal(store.read().parts.outside?.count, 1);
});

test('many frames before the next picture are one picture', () => {
  const { store, paint } = world();
  let drawn = 0;
  store.watch(() => { drawn += 1; });
  for (let version = 1; version <= 500; version += 1) store.take(frame(version, { outside: { count: version } }));
  paint();
  assert.equal(drawn, 1);
});

test('what is shown is old when nothing was told for some seconds, also when nothing has changed', () => {
  const { store, pass } = world();
  assert.equal(store.isOld(), true);
  store.take(frame(1, { outside: { count: 1 } }));
  pass(oldAfterMilliseconds - 1);
  assert.equal(store.isOld(), false);
  store.take(frame(1, {}));
  pass(oldAfterMilliseconds - 1);
  assert.equal(store.isOld(), false);
  pass(2);
  assert.equal(store.isOld(), true);
});

test('links say the stretch that was counted', () => {
  const window = { from: '2026-11-11T07:00:00Z', until: '2026-11-11T08:00:00Z' };
  const link = new URLSearchParams(voicesLink(window, { source: 'outside', stage: null }).split('?')[1]);
  assert.deepEqual([link.get('from'), link.get('until'), link.get('sentiment'), link.get('source'), link.has('stage')], [window.from, window.until, '-1', 'outside', false]);
  assert.equal(incidentLink({ id: 'incident-3' }), '/incidents/incident-3');
  assert.equal(answersLink('replied', 'today'), '/conversations?figure=replied&window=today');
  assert.match(standardsLink('2026-11-11'), /from=2026-11-11&to=2026-11-11&zone=UTC/);
});

test('words that nobody has seen come first, then those that were seen longest ago', () => {
  const words = [word('new'), word('old'), word('older')];
  assert.equal(nextWord(words, ['old', 'older'])?.id, 'new');
  assert.equal(nextWord(words, ['new', 'older', 'old'])?.id, 'old');
  assert.equal(nextWord([], ['gone']), undefined);
});

test('a stream takes one at a time and no text twice', () => {
  const stream = nextOfStream([], [word('a'), word('b')], 3);
  assert.deepEqual(stream.map((one) => one.id), ['a', 'b']);
  assert.deepEqual(nextOfStream(stream, [word('c'), word('d'), word('a')], 3).map((one) => one.id), ['c', 'a', 'b']);
  assert.equal(nextOfStream(stream, [{ ...word('copy'), text: 'words of a' }], 3), stream);
});

test('the edge of a bar says how fast it grows', () => {
  assert.equal(paceOf({ lately: 40, earlier: 4 }).pace, 'soaring');
  assert.equal(paceOf({ lately: 14, earlier: 10 }).pace, 'rising');
  assert.equal(paceOf({ lately: 0, earlier: 0 }).pace, 'steady');
  assert.equal(paceOf({ lately: 3, earlier: 20 }).pace, 'falling');
  assert.ok(paceOf({ lately: 40, earlier: 4 }).edge > paceOf({ lately: 14, earlier: 10 }).edge);
});

test('a sale that all regions hear makes none of them hot, a fault in one makes that one hot', () => {
  const all = [{ count: 100, expected: 10 }, { count: 100, expected: 10 }, { count: 500, expected: 10 }, { count: 100, expected: 10 }];
  assert.equal(heatOf(all[0]!, [all[0]!, all[1]!]), 0);
  assert.ok(heatOf(all[2]!, all) > 0);
  assert.equal(heatOf({ count: 100 }, [{ count: 100 }]), 0);
});

test('each region has one tile and none is on another, also those that nobody knows', () => {
  const names = ['杭州', '上海', '北京', '广州市', '深圳', '新疆维吾尔自治区', '广东省', 'Nowhere', 'Elsewhere', '成都'];
  const { tiles, columns, rows } = tileMap(names);
  assert.deepEqual(tiles.map((tile) => tile.name).sort(), [...names].sort());
  assert.equal(new Set(tiles.map((tile) => `${tile.column},${tile.row}`)).size, names.length);
  assert.ok(tiles.every((tile) => tile.column < columns && tile.row < rows));
  const at = (name: string) => tiles.find((tile) => tile.name === name)!;
  assert.ok(at('北京').row < at('深圳').row && at('成都').column < at('上海').column);
  assert.deepEqual(tileMap([...names].reverse()).tiles.map((tile) => tile.name).sort(), tiles.map((tile) => tile.name).sort());
  assert.deepEqual(tileMap([]), { tiles: [], columns: 0, rows: 0 });
});
