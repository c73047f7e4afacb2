// Each process that is started for one job becomes one file: a job waits for its process, and half of that was the loading of
// some four hundred modules. Written over the entry that was built, so that nothing else knows; it runs without this as well.
import { build } from 'esbuild';

const root = new URL('../..', import.meta.url).pathname;
const entries = ['apps/data-worker/src/child/main', 'apps/cli/src/engine/main'];

await build({
  absWorkingDir: root,
  entryPoints: Object.fromEntries(entries.map((entry) => [entry, `${entry}.ts`])),
  outdir: 'dist',
  allowOverwrite: true,
  bundle: true,
  platform: 'node',
  target: 'node24',
  // ES modules first: of those only what is used is taken.
  mainFields: ['module', 'main'],
  // A native addon finds its binary by its own place.
  external: ['nodejs-polars'],
  keepNames: true,
  sourcemap: true,
  logLevel: 'warning',
});
