import assert from 'node:assert/strict';
import test from 'node:test';
import type { ReasonTree } from '../../api/voices.ts';
import { applied, codeOf, isCode, withEdit, type TreeEdit } from './treeEdit.ts';

const title = (text: string) => ({ 'zh-CN': text, en: text });
const tree = (): ReasonTree => ({ version: 3, stages: [
  { code: 'pay', title: title('Pay'), reasons: [{ code: 'payment-fails', title: title('Payment fails'), state: 'active' }, { code: 'charged-twice', title: title('Charged twice'), state: 'active' }] },
  { code: 'app', title: title('App'), reasons: [{ code: 'app-crash', title: title('Crash'), state: 'active' }] },
] });

test('deeds are done in their order and the tree they began with stays as it was', () => {
  const before = tree();
  const { stages, lost } = applied(before, [
    { deed: 'addReason', stage: 'app', code: 'slow', title: title('Slow') }, { deed: 'title', code: 'slow', language: 'zh-CN', text: '卡顿' },
    { deed: 'move', code: 'slow', by: -1 }, { deed: 'merge', code: 'charged-twice', into: 'payment-fails' }, { deed: 'addStage', code: 'live', title: title('Live show') },
  ]);
  assert.deepEqual(lost, []);
  assert.deepEqual(stages.map((stage) => stage.reasons.map((reason) => reason.code)), [['payment-fails', 'charged-twice'], ['slow', 'app-crash'], []]);
  assert.deepEqual([stages[1]!.reasons[0]!.title['zh-CN'], stages[0]!.reasons[1]!.state, stages[0]!.reasons[1]!.mergedInto], ['卡顿', 'retired', 'payment-fails']);
  assert.deepEqual(before, tree());
});

test('on a tree that somebody else has changed, what still fits is done and the rest is told', () => {
  const theirs = tree();
  theirs.stages[0]!.reasons = theirs.stages[0]!.reasons.slice(0, 1);
  const mine: TreeEdit[] = [{ deed: 'retire', code: 'charged-twice' }, { deed: 'title', code: 'app-crash', language: 'en', text: 'Crashes' }, { deed: 'addReason', stage: 'pay', code: 'payment-fails', title: title('Again') }];
  const { stages, lost } = applied(theirs, mine);
  assert.deepEqual(lost, [mine[0], mine[2]]);
  assert.equal(stages[1]!.reasons[0]!.title.en, 'Crashes');
});

test('nothing goes on in itself or in what has been retired', () => {
  assert.equal(applied(tree(), [{ deed: 'merge', code: 'app-crash', into: 'app-crash' }]).lost.length, 1);
  assert.equal(applied(tree(), [{ deed: 'retire', code: 'payment-fails' }, { deed: 'merge', code: 'charged-twice', into: 'payment-fails' }]).lost.length, 1);
});

test('what is written letter by letter is one deed', () => {
  const edits = ['C', 'Cr', 'Crash!'].reduce<TreeEdit[]>((all, text) => withEdit(all, { deed: 'title', code: 'app-crash', language: 'en', text }), []);
  assert.deepEqual(edits, [{ deed: 'title', code: 'app-crash', language: 'en', text: 'Crash!' }]);
});

test('a code follows from the English title', () => {
  assert.equal(codeOf(' Coupon can’t be used! '), 'coupon-can-t-be-used');
  assert.equal(isCode(codeOf('Café closed')), true);
  assert.equal(isCode('Two Words'), false);
  assert.equal(isCode(codeOf('只有中文')), false);
});
