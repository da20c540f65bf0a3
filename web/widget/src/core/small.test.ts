import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chooseLanguage, fill } from '../texts/languages.ts';
import { accentTones, contrast, parse } from './colour.ts';
import { Formats } from './format.ts';
import { problemFrom } from './http.ts';
import { makeId } from './ids.ts';
import { mostLikelyFirst } from './likely.ts';
import { linkify } from './linkify.ts';
import type { OrderCard } from './model.ts';

const addresses = (text: string): string[] => linkify(text).flatMap((piece) => (piece.address ? [piece.address] : []));

test('Only https addresses become links', () => {
  assert.deepEqual(addresses('see https://a.example/b?c=1 and http://a.example javascript:alert(1) data:text/html,x'), ['https://a.example/b?c=1']);
});

test('Punctuation after an address stays outside of it, Chinese too', () => {
  assert.deepEqual(addresses('(https://a.example/b).'), ['https://a.example/b']);
  assert.deepEqual(addresses('请看https://a.example/b。谢谢'), ['https://a.example/b']);
});

test('Addresses that pretend to be another host stay text', () => {
  assert.deepEqual(addresses('https://bank.example@evil.example/ https://localhost/'), []);
});

test('Direction marks do not get into an address', () => {
  assert.deepEqual(addresses('https://a.example/\u202etxt.exe'), ['https://a.example/']);
});

test('No character of a message is lost by looking for links', () => {
  for (const text of ['', 'plain', 'https://a.example/ https://b.example', '<b>x</b> https://a.example!', '\u200b\u202e', 'https://', 'a'.repeat(10_000)]) {
    assert.equal(linkify(text).map((piece) => piece.text).join(''), text);
  }
});

test('Every accent becomes readable on light and on dark ground', () => {
  for (const accent of ['#ffe600', '#ff5000', '#000000', '#ffffff', '#0b6b63', '#888888', '#00ff00']) {
    for (const [scheme, ground] of [['light', '#ffffff'], ['dark', '#1b1f24']] as const) {
      const tones = accentTones(accent, scheme)!;
      assert.ok(contrast(parse(tones.words)!, parse(ground)!) >= 4.5, `${accent} ${scheme} words`);
      assert.ok(contrast(parse(tones.fill)!, parse(tones.onFill)!) >= 4.5, `${accent} ${scheme} button`);
      assert.ok(contrast(parse(tones.words)!, parse(tones.mine)!) >= 4.5, `${accent} ${scheme} bubble`);
    }
  }
});

test('What is not a colour changes nothing', () => {
  for (const wrong of [undefined, '', 'red', '#fff', 'url(x)', '#12345g', '#123456;}']) assert.equal(accentTones(wrong, 'light'), null);
});

test('Ids are of version 7, sorted by time and never the same', () => {
  const ids = Array.from({ length: 1000 }, (_, index) => makeId(1_700_000_000_000 + index));
  assert.deepEqual([...ids].sort(), ids);
  assert.equal(new Set(ids).size, ids.length);
  for (const id of ids.slice(0, 20)) assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

test('The language is the first wish we can fulfil', () => {
  assert.equal(chooseLanguage([null, '', 'pt-BR', 'de-AT', 'en']), 'de');
  assert.equal(chooseLanguage(['zh-TW']), 'zh-CN');
  assert.equal(chooseLanguage(['ZH-cn']), 'zh-CN');
  assert.equal(chooseLanguage(['tlh']), 'en');
});

test('Places of a text are filled as text, unknown ones stay visible', () => {
  assert.equal(fill('{name}: {other}', { name: '$& {other}' }), '$& {other}: {other}');
});

test('Waiting times are rounded up and said in the culture of the reader', () => {
  assert.equal(new Formats('en').wait(61), '2 minutes');
  assert.equal(new Formats('en').wait(60), '1 minute');
  assert.equal(new Formats('zh-CN').wait(7300), '3小时');
});

test('Money respects currencies without minor units', () => {
  assert.equal(new Formats('ja').money({ amount: 1200, currency: 'JPY' }), '\uffe51,200');
  assert.equal(new Formats('en').money({ amount: 3900, currency: 'USD' }), '$39.00');
  assert.match(new Formats('en').money({ amount: 3900, currency: 'not a currency' }), /39/);
});

test('A date that cannot be read is left out', () => {
  assert.equal(new Formats('en').moment('tomorrow', 0), '');
});

test('Problems are read as far as they can be trusted', () => {
  assert.deepEqual(problemFrom(429, null, '7'), { status: 429, code: 'status-429', detail: '', retryAfterSeconds: 7 });
  assert.deepEqual(problemFrom(422, { code: 'refused', detail: 'No.' }, null), { status: 422, code: 'refused', detail: 'No.' });
  assert.equal(problemFrom(500, { code: 7, detail: {} }, 'soon').code, 'status-500');
  assert.equal(problemFrom(429, null, '999999').retryAfterSeconds, 300);
});

test('The order the page is about comes first, then those that worry, then as the server gave them', () => {
  const order = (id: string, extra: Partial<OrderCard> = {}): OrderCard => ({
    id, number: `n-${id}`, unit: { code: 'u', name: 'U' }, merchant: { id: 'm', name: 'M' }, title: id, state: 'shipped',
    total: { amount: 1, currency: 'CNY' }, placedAt: '2026-01-01T00:00:00Z', itemCount: 1, ...extra,
  });
  const promise = (status: 'on-time' | 'at-risk' | 'broken') => ({ promise: { kind: 'arrive-by' as const, at: '2026-01-02T00:00:00Z', status } });
  const orders = [
    order('finished', { state: 'finished' }), order('unpaid', { state: 'unpaid' }), order('fine', promise('on-time')), order('also-fine'),
    order('risky', promise('at-risk')), order('late', promise('broken')), order('held-up', { parcel: { carrier: 'c', state: 'exception' } }), order('meant', { state: 'finished' }),
  ];
  assert.deepEqual(mostLikelyFirst(orders, 'n-meant').map((one) => one.id), ['meant', 'late', 'held-up', 'risky', 'fine', 'also-fine', 'unpaid', 'finished']);
});
