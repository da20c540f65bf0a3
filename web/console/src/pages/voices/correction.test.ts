import assert from 'node:assert/strict';
import test from 'node:test';
import type { VoiceLabel, VoiceView } from '../../api/voices.ts';
import { Corrections, corrected, labelsOf, onlyOf } from './correction.ts';

const voice: VoiceView = { id: 'review:1', position: 1, at: '2026-11-11T08:00:00Z', source: 'review', channel: 'app', text: '券用不了', stage: 'promotion', reason: 'price-changed', reasonTitle: '价格变动', sentiment: 0, urgency: 0, margin: 12, inTree: true, corrected: false };
const titles = (code: string) => (code === 'coupon-fails' ? { title: '优惠券用不了', stage: 'promotion' } : code === 'broken' ? { title: '破损', stage: 'quality' } : undefined);

test('a corrected voice shows the new reason with its title and stage, and that somebody corrected it', () => {
  const shown = corrected(voice, { reason: 'broken' }, titles);
  assert.deepEqual([shown.reason, shown.reasonTitle, shown.stage, shown.corrected, shown.sentiment], ['broken', '破损', 'quality', true, 0]);
  assert.equal(corrected(voice, undefined, titles), voice);
});

test('a voice that fits no reason of the tree stands outside it', () => {
  const shown = corrected(voice, { reason: null }, titles);
  assert.deepEqual([shown.inTree, shown.reason], [false, null]);
  assert.equal(labelsOf(shown).reason, null);
});

test('it is shown before the server answers, and stays', async () => {
  const sent: VoiceLabel[] = [];
  let answer: () => void = () => undefined;
  const corrections = new Corrections((label) => { sent.push(label); return new Promise<void>((done) => { answer = done; }); });
  const done = corrections.correct(voice.id, { reason: 'coupon-fails' });
  assert.equal(corrected(voice, corrections.snapshot().get(voice.id), titles).reasonTitle, '优惠券用不了');
  answer();
  await done;
  assert.deepEqual(sent, [{ voice: 'review:1', reason: 'coupon-fails' }]);
  assert.equal(corrections.snapshot().get(voice.id)?.reason, 'coupon-fails');
});

test('a refusal shows what was there before, and is told', async () => {
  const corrections = new Corrections((label) => (label.urgency === 2 ? Promise.reject(new Error('no')) : Promise.resolve()));
  await corrections.correct(voice.id, { sentiment: -1 });
  await assert.rejects(corrections.correct(voice.id, { urgency: 2 }));
  assert.deepEqual(corrections.snapshot().get(voice.id), { sentiment: -1 });
});

test('a late refusal takes back nothing that was said after it', async () => {
  let refuse: () => void = () => undefined;
  const corrections = new Corrections((label) => (label.reason === 'broken' ? new Promise((_, no) => { refuse = () => no(new Error('no')); }) : Promise.resolve()));
  const first = corrections.correct(voice.id, { reason: 'broken' });
  await corrections.correct(voice.id, { reason: 'coupon-fails' });
  refuse();
  await assert.rejects(first);
  assert.equal(corrections.snapshot().get(voice.id)?.reason, 'coupon-fails');
});

test('taking back says again what the voice had, only of what was changed', () => {
  assert.deepEqual(onlyOf(labelsOf(voice), { reason: 'broken' }), { reason: 'price-changed' });
  assert.deepEqual(onlyOf(labelsOf(voice), { sentiment: -1, urgency: 1 }), { sentiment: 0, urgency: 0 });
});
