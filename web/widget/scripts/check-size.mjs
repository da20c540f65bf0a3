// The first screen must fit into 40 kB compressed: the script tag, the application, the order cards and one language.
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const limit = Number(process.env.WIDGET_LIMIT_BYTES ?? 40_000);
const dist = join(dirname(dirname(fileURLToPath(import.meta.url))), 'dist');
const { names, needs } = JSON.parse(await readFile(join(dist, 'modules.json'), 'utf8'));
const languages = ['zh-CN', 'en', 'es', 'fr', 'de', 'ja', 'ar'];

const compressed = async (file) => gzipSync(await readFile(join(dist, file)), { level: 6 }).length;

/** A module and everything it needs before it can run. */
function closure(files, found = new Set()) {
  for (const file of files) if (!found.has(file)) { found.add(file); closure(needs[file] ?? [], found); }
  return found;
}

const always = closure([names.app, names['order-card']]);
let sum = 0;
for (const file of [...['widget.js'], ...always]) {
  const bytes = await compressed(file);
  sum += bytes;
  console.log(`${String(bytes).padStart(6)}  ${file}`);
}
const texts = await Promise.all(languages.map(async (language) => ({ language, bytes: await compressed(names[language]) })));
const largest = texts.reduce((a, b) => (b.bytes > a.bytes ? b : a));
console.log(`${String(largest.bytes).padStart(6)}  ${names[largest.language]} (the largest of ${languages.length} languages)`);
const total = sum + largest.bytes;
console.log(`${String(total).padStart(6)}  first screen, gzip; limit ${limit}`);
if (total > limit) { console.error(`The first screen is ${total - limit} bytes too large.`); process.exit(1); }
