// Bundles src/**/*.test.ts for Node and runs them with its own test runner.
import { build } from 'esbuild';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const out = mkdtempSync(join(tmpdir(), 'patella-widget-test-'));
try {
  const tests = readdirSync(join(root, 'src'), { recursive: true }).map(String).filter((name) => name.endsWith('.test.ts'));
  if (tests.length === 0) throw new Error('no tests found');
  await build({
    entryPoints: tests.map((name) => join(root, 'src', name)), outdir: out, outExtension: { '.js': '.mjs' },
    bundle: true, platform: 'node', format: 'esm', sourcemap: 'inline', entryNames: '[name]',
  });
  const files = readdirSync(out).filter((name) => name.endsWith('.mjs')).map((name) => join(out, name));
  process.exitCode = spawnSync(process.execPath, ['--test', '--test-reporter=tap', '--enable-source-maps', ...files], { stdio: 'inherit' }).status ?? 1;
} finally {
  rmSync(out, { recursive: true, force: true });
}
