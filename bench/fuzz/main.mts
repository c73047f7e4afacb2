// Profiles hostile files, each in a child as the data-worker runs it: mutations and truncations of every format, and bombs.
// Goals: every outcome is a result or a typed rejection; no crash, no hang of a parent. Files that miss them are kept in .millrace/fuzz.
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { root } from '../../tools/services/platform-processes.mts';
import { finish } from '../support/figures.mts';
import { bombs } from './bombs.mts';
import { profileInChildren, type Outcome } from './children.mts';
import { mutate } from './mutations.mts';
import { Chance } from './random.mts';
import { samples, type Format } from './samples.mts';
import { scriptFlags } from '../../tools/script-flags.mts';

const spec = {
  command: 'npm run fuzz',
  about: `Profiles hostile files, each in a child as the data-worker runs it: mutations and truncations of every format, and bombs.
Files that miss the goals are kept in .millrace/fuzz.`,
  goals: ['every outcome is a result or a typed rejection', 'no crash, no hang of the parent', 'slowest ≤ --timeout-s, peak ≤ --memory-mb'],
  flags: {
    files: { kind: 'number', default: '1000', about: 'how many' },
    seed: { kind: 'number', default: '1', about: 'the same files for the same number' },
    only: { kind: 'number', about: 'one file alone, by its number, with its outcome' },
    'memory-mb': { kind: 'number', default: '1024', about: 'memory of a child in MiB' },
    'timeout-s': { kind: 'number', default: '60', about: 'time of a child' },
    'at-once': { kind: 'number', default: '2', about: 'children at once' },
  },
} as const;

const { values } = scriptFlags(spec);
const seed = values.seed;
const kept = join(root, '.millrace/fuzz');
rmSync(kept, { recursive: true, force: true });
mkdirSync(kept, { recursive: true });
const folder = mkdtempSync(join(tmpdir(), 'fuzz-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
const bench = { folder, budgetBytes: values['memory-mb'] * 1024 * 1024, timeoutMs: values['timeout-s'] * 1000 };

const bombNames = Object.keys(bombs);
const formats = Object.keys(samples) as Format[];

/** What a caller may say of a file that is not so. */
const lies = (chance: Chance): object => ({
  ...(chance.share() < 0.3 ? { format: chance.pick(['csv', 'ndjson', 'json', 'parquet', 'xlsx'] as const) } : {}),
  ...(chance.share() < 0.5 ? { encoding: chance.pick(['utf-8', 'utf-16le', 'utf-16be', 'latin1', 'windows-1252'] as const) } : {}),
  ...(chance.share() < 0.5 ? { delimiter: chance.pick([',', 'a', ';', '§', '\t', '0']) } : {}),
  ...(chance.share() < 0.5 ? { quote: chance.pick(['', "'", ',', 'þ']) } : {}),
  ...(chance.share() < 0.5 ? { header: chance.share() < 0.5 } : {}),
  ...(chance.share() < 0.3 ? { sheet: chance.pick(['Two', '7', '']) } : {}),
});

interface Hostile {
  readonly label: string;
  readonly bytes: Buffer;
  readonly readOptions: object;
}

/** The file of a number: the bombs first, then mutated samples; the same for the same seed. */
const hostileFile = (at: number): Hostile => {
  const bomb = bombNames[at];
  if (bomb !== undefined) return { label: `bomb ${bomb}`, bytes: bombs[bomb]!(), readOptions: {} };
  const chance = new Chance(seed * 1_000_003 + at);
  const format = formats[at % formats.length]!;
  const packing = chance.pick(['', '', '', 'gz', 'zst'] as const);
  const pack = (bytes: Buffer) => (packing === 'gz' ? gzipSync(bytes) : packing === 'zst' ? zstdCompressSync(bytes) : bytes);
  const sound = samples[format](chance);
  // Half of what is packed is broken inside, half is a broken archive.
  const bytes = chance.share() < 0.5 ? pack(mutate(sound, chance)) : mutate(pack(sound), chance);
  return { label: packing === '' ? format : `${format}.${packing}`, bytes, readOptions: chance.share() < 0.1 ? lies(chance) : {} };
};

interface Tried extends Outcome {
  readonly at: number;
  readonly label: string;
}
const tried: Tried[] = [];

const attempt = async (at: number): Promise<void> => {
  const { label, bytes, readOptions } = hostileFile(at);
  const path = join(folder, `file-${at}`);
  writeFileSync(path, bytes);
  const outcome = await profileInChildren(path, bytes.length, readOptions, `job-${at}`, bench);
  tried.push({ at, label, ...outcome });
  if (outcome.kind !== 'result' && outcome.kind !== 'input') {
    copyFileSync(path, join(kept, `file-${at}`));
    console.log(`  file ${at} (${label}, ${bytes.length} bytes, ${JSON.stringify(readOptions)}): ${outcome.code}: ${outcome.detail}`);
  }
  if (values.only !== undefined) console.log(`  file ${at} (${label}):`, outcome);
  else rmSync(path);
};

const startedAt = performance.now();
let next = values.only === undefined ? 0 : values.only;
const end = values.only === undefined ? values.files : next + 1;
const lane = async (): Promise<void> => {
  while (next < end) {
    const at = next;
    next += 1;
    await attempt(at);
  }
};
await Promise.all(Array.from({ length: values['at-once'] }, lane));

const count = (wanted: (one: Tried) => boolean): number => tried.filter(wanted).length;
const outcomes = [...new Set(tried.map(({ code }) => code))].sort(
  (a, b) => count((one) => one.code === b) - count((one) => one.code === a),
);
const labels = [...new Set(tried.map(({ label }) => (label.startsWith('bomb') ? 'bombs' : label.replace(/\..*/, ''))))];
console.log(`\n  ${'outcome'.padEnd(22)}${labels.map((label) => label.padStart(9)).join('')}${'all'.padStart(9)}`);
for (const code of outcomes) {
  const cells = labels.map((label) =>
    count((one) => one.code === code && (label === 'bombs' ? one.label.startsWith('bomb') : one.label.replace(/\..*/, '') === label)),
  );
  console.log(`  ${code.padEnd(22)}${[...cells, count((one) => one.code === code)].map((n) => String(n || '').padStart(9)).join('')}`);
}
const slowest = tried.reduce((most, one) => (one.ms > most.ms ? one : most));
const largest = tried.reduce((most, one) => (one.peakBytes > most.peakBytes ? one : most));
console.log(`\n  slowest: file ${slowest.at} (${slowest.label}), most memory: file ${largest.at} (${largest.label})`);
finish(
  'fuzz',
  [
    { name: 'files', value: tried.length, goal: { atLeast: values.only === undefined ? values.files : 1 } },
    { name: 'results', value: count(({ kind }) => kind === 'result') },
    { name: 'typedRejections', value: count(({ kind }) => kind === 'input') },
    { name: 'otherOutcomes', value: count(({ kind }) => kind !== 'result' && kind !== 'input'), goal: { exactly: 0 } },
    { name: 'crashes', value: count(({ code }) => code === 'internal' || code === 'worker-lost'), goal: { exactly: 0 } },
    { name: 'hangsOfTheParent', value: count(({ kind, code }) => kind === 'lost' || code === 'timed-out'), goal: { exactly: 0 } },
    { name: 'startedAgainWithMoreMemory', value: count(({ starts }) => starts > 1) },
    { name: 'slowestMs', value: Math.round(slowest.ms), unit: 'ms', goal: { atMost: bench.timeoutMs } },
    {
      name: 'peakAnonymousMb',
      value: Math.round(largest.peakBytes / 1024 / 1024),
      unit: 'MiB',
      goal: { atMost: values['memory-mb'] },
    },
    { name: 'seconds', value: Math.round((performance.now() - startedAt) / 1000), unit: 's' },
  ],
  values.json,
);
