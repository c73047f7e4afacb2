// Mean and standard deviation of NIST's univariate reference datasets (StRD), through the engine's own path from a file to a profile.
// The log relative error is the number of digits that agree with the certified value, at most 15.
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type * as Engine from '@millrace/engine';
import { finish } from '../support/figures.mts';
import { scriptFlags } from '../../tools/script-flags.mts';

const spec = {
  command: 'npm run accuracy -- nist',
  about: "Mean and standard deviation of NIST's univariate reference datasets: digits that agree with the certified values, at most 15.",
  goals: ['mean ≥ 14 digits', 'std ≥ 13 digits (NumAcc3 ≥ 9)', 'every row read'],
  paths: [{ name: 'FOLDER', about: 'the files of the collection' }],
  flags: {},
} as const;

const { ingest, profile } = createRequire(import.meta.url)('../../dist/libs/engine/src/index.js') as typeof Engine;

interface Reference {
  readonly mean: number;
  readonly std: number;
  readonly data: readonly string[];
}

const certified = (text: string, ...forms: readonly RegExp[]): number => {
  const found = forms.map((form) => form.exec(text)?.[1]).find((value) => value !== undefined);
  if (found === undefined) throw new Error('the file names no certified value');
  return Number(found);
};

/** A file of the collection as NIST writes it, or as `name = value` lines; the data are the numbers after the last other line. */
const parse = (text: string): Reference => {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  const last = lines.findLastIndex((line) => line !== '' && !/^[-+]?[\d.]+(?:[eE][-+]?\d+)?$/.test(line));
  return {
    mean: certified(text, /^Sample Mean\s+ybar:\s*(\S+)/m, /^mean\s*=\s*(\S+)/m),
    std: certified(text, /^Sample Standard Deviation.*\ss:\s*(\S+)/m, /^standardDeviation\s*=\s*(\S+)/m),
    data: lines.slice(last + 1).filter((line) => line !== ''),
  };
};

const most = 15;
/** Digits that agree: -log10 of the relative error, or of the error itself where the certified value is 0. */
const digits = (value: number | undefined, wanted: number): number => {
  if (value === undefined || Number.isNaN(value)) return 0;
  const error = Math.abs(value - wanted) / (wanted === 0 ? 1 : Math.abs(wanted));
  return error === 0 ? most : Math.max(0, Math.min(most, -Math.log10(error)));
};

export const run = async (args: string[]): Promise<never> => {
  const { values, paths } = scriptFlags(spec, args);
  const [source = ''] = paths;
  const folder = await mkdtemp(join(tmpdir(), 'millrace-accuracy-'));
  const figures: Parameters<typeof finish>[1][number][] = [];
  for (const file of (await readdir(source)).sort()) {
    const { mean, std, data } = parse(await readFile(join(source, file), 'utf8'));
    const [sourcePath, outputPath] = [join(folder, 'in.csv'), join(folder, 'out.parquet')];
    await writeFile(sourcePath, `y\n${data.join('\n')}\n`);
    const read = await ingest({ sourcePath, options: {}, outputPath, asidePath: join(folder, 'aside') });
    const [column] = (await profile({ workingCopyPath: outputPath, ingest: read })).columns;
    const name = basename(file).replace(/\.\w+$/, '');
    // By construction its numbers differ in the last of eight digits only.
    const leastStd = name === 'NumAcc3' ? 9 : 13;
    figures.push(
      { name: `${name}: rows`, value: read.rows, goal: { exactly: data.length } },
      { name: `${name}: mean`, value: Number(digits(column?.metrics['mean'], mean).toFixed(2)), unit: 'digits', goal: { atLeast: 14 } },
      { name: `${name}: std`, value: Number(digits(column?.metrics['std'], std).toFixed(2)), unit: 'digits', goal: { atLeast: leastStd } },
    );
  }
  await rm(folder, { recursive: true });
  return finish('NIST StRD, univariate', figures, values.json);
};
