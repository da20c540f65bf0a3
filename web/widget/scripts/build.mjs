// Builds web/widget/dist: two classic scripts (widget.js, help.js), help.css, and modules loaded when needed.
import { build, transform } from 'esbuild';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(root, 'dist');

/** Styles become text that a constructed style sheet takes: no style element, no style attribute. */
const stylesAsText = {
  name: 'styles-as-text',
  setup(builder) {
    builder.onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { code } = await transform(await readFile(path, 'utf8'), { loader: 'css', minify: true, target: 'es2020' });
      return { contents: code.trim(), loader: 'text' };
    });
  },
};

const common = { bundle: true, minify: true, target: 'es2020', charset: 'utf8', legalComments: 'none', plugins: [stylesAsText] };

async function buildModules() {
  const result = await build({
    ...common, entryPoints: [join(root, 'src/app.ts')], outdir: dist, format: 'esm', splitting: true,
    entryNames: '[name]-[hash]', chunkNames: '[name]-[hash]', metafile: true, write: true, absWorkingDir: root,
  });
  const names = {};
  for (const [path, output] of Object.entries(result.metafile.outputs)) {
    if (output.entryPoint) names[basename(output.entryPoint, '.ts')] = basename(path);
  }
  return { names, metafile: result.metafile };
}

async function buildLoader(entry, names) {
  await build({
    ...common, entryPoints: [join(root, `src/${entry}.ts`)], outfile: join(dist, `${entry}.js`), format: 'iife',
    define: { MODULES: JSON.stringify(names) },
  });
}

await rm(dist, { recursive: true, force: true });
await mkdir(dist, { recursive: true });
const { names, metafile } = await buildModules();
await Promise.all([buildLoader('widget', names), buildLoader('help', names), buildLoader('push-worker', names)]);
const css = await transform(await readFile(join(root, 'src/help.css'), 'utf8'), { loader: 'css', minify: true });
await writeFile(join(dist, 'help.css'), css.code);
// What the size check needs to know: which module is which, and what each needs at once.
const needs = Object.fromEntries(Object.entries(metafile.outputs).map(([path, output]) =>
  [basename(path), output.imports.filter((one) => one.kind === 'import-statement').map((one) => basename(one.path))]));
await writeFile(join(dist, 'modules.json'), JSON.stringify({ names, needs }, null, 2));
