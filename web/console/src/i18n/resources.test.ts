import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { differences } from './differences.ts';

const folder = import.meta.dirname ?? new URL('.', import.meta.url).pathname;
const read = (name: string) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Record<string, string>;
const chinese = read('zh-CN.json');
const english = read('en.json');

test('Both languages have the same keys and placeholders', () => {
  assert.deepEqual(differences(chinese, english), []);
});

test('A missing key is found', () => {
  assert.deepEqual(differences({ a: '一', b: '二' }, { a: 'one' }), ['b: missing in the second']);
  assert.deepEqual(differences({ a: '一' }, { a: 'one', b: 'two' }), ['b: missing in the first']);
});

test('An unequal placeholder and an empty text are found', () => {
  assert.deepEqual(differences({ a: '{name} 你好' }, { a: 'Hello {who}' }), ['a: placeholders {name} and {who}']);
  assert.deepEqual(differences({ a: ' ' }, { a: '' }), ['a: empty']);
});

test('Every text the source asks for by name exists', () => {
  const missing: string[] = [];
  for (const file of sources(join(folder, '..'))) {
    for (const [, key] of readFileSync(file, 'utf8').matchAll(/\bt\(\s*'([^']+)'/g)) if (!(key! in english)) missing.push(`${file}: ${key}`);
  }
  assert.deepEqual(missing, []);
});

function sources(under: string): string[] {
  return readdirSync(under, { recursive: true, encoding: 'utf8' }).filter((name) => /\.tsx?$/.test(name)).map((name) => join(under, name));
}
