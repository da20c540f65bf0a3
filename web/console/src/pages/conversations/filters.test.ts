import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseSpan } from '../desk/spans.ts';
import { filterOf, groupOf, readFilter } from './filters.ts';

test('The address becomes a filter, simple names and groups together', () => {
  assert.equal(readFilter(new URLSearchParams('')), undefined);
  assert.deepEqual(readFilter(new URLSearchParams({ state: 'agent', filter: '{"any":[{"field":"tag","operator":"is","values":["a"]}]}' })),
    { all: [{ field: 'state', operator: 'is', values: ['agent'] }, { any: [{ field: 'tag', operator: 'is', values: ['a'] }] }] });
});

test('A broken filter in the address shows everything, an unfinished condition asks for nothing', () => {
  assert.equal(readFilter(new URLSearchParams({ filter: '{' })), undefined);
  assert.equal(readFilter(new URLSearchParams({ filter: '{"all":[{"field":"unit","operator":"is","values":[]}]}' })), undefined);
});

test('A group goes into the builder and comes back', () => {
  const filter = { any: [{ field: 'draft', operator: 'is' as const, value: true }] };
  assert.deepEqual(filterOf(groupOf(filter)), filter);
});

test('A span is typed with its unit', () => {
  assert.equal(parseSpan('2h'), 7_200_000);
  assert.equal(parseSpan('3 天'), 259_200_000);
  assert.equal(parseSpan('45 min'), 2_700_000);
  assert.equal(parseSpan('soon'), undefined);
});
