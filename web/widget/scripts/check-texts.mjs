// Every language has the same keys with the same {places}, and no text is empty.
import { build } from 'esbuild';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const languages = ['en', 'zh-CN', 'es', 'fr', 'de', 'ja', 'ar'];

async function read(language) {
  const result = await build({ entryPoints: [join(root, `src/texts/${language}.ts`)], bundle: true, format: 'esm', write: false, charset: 'utf8' });
  return (await import(`data:text/javascript;base64,${Buffer.from(result.outputFiles[0].contents).toString('base64')}`)).default;
}

const places = (text) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort().join(' ');

/** What differs from the first language, as sentences. */
export function differences(reference, other, language) {
  const wrong = [];
  for (const key of Object.keys(reference)) if (!(key in other)) wrong.push(`${language} lacks "${key}"`);
  for (const [key, text] of Object.entries(other)) {
    if (!(key in reference)) wrong.push(`${language} has "${key}", which no other has`);
    else if (!text.trim()) wrong.push(`${language} "${key}" is empty`);
    else if (places(text) !== places(reference[key])) wrong.push(`${language} "${key}" has other places: "${places(text)}" for "${places(reference[key])}"`);
  }
  return wrong;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [reference, ...others] = await Promise.all(languages.map(read));
  const wrong = others.flatMap((texts, index) => differences(reference, texts, languages[index + 1]));
  wrong.forEach((line) => console.error(line));
  console.log(`${languages.length} languages, ${Object.keys(reference).length} texts each, ${wrong.length} differences`);
  if (wrong.length > 0) process.exit(1);
}
