import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TimelineItem } from '../api/types.ts';
import { linesOf } from './timelineGroups.ts';

const item = (position: number, conversation?: string, text?: string): TimelineItem => ({ position: String(position), at: `t${position}`, kind: conversation ? 'conversation.message' : 'order.paid', title: `title ${position}`, text, conversation });

test('A contact is one line at its newest moment with what was asked first', () => {
  const [line] = linesOf([item(3, 'c', 'thanks'), item(2, 'c', 'an answer'), item(1, 'c', 'where is it?')]);
  assert.deepEqual(line, { type: 'contact', key: 'c', at: 't3', conversation: 'c', unit: undefined, asked: 'where is it?', newest: 'title 3', count: 3 });
});
test('Events of other systems keep their own lines and order', () => {
  assert.deepEqual(linesOf([item(4, 'c'), item(3), item(2, 'c'), item(1)]).map((line) => line.key), ['c', '3', '1']);
});
