import { Fault, memoryClassOf, type Lane } from '@millrace/contracts';
import { leastNeedBytes, type Need } from '../need';
import type { TableEstimate } from './source';

/** The kinds of job that hold memory. */
export type DataKind = 'profile' | 'suggest' | 'cleanse' | 'undo' | 'compare';

const MEBIBYTE = 1024 * 1024;

/**
 * Anonymous memory of a job in bytes: a process, what it takes besides where it has to load the columnar engine, what each column and row
 * costs whatever is in it, each cell of the rows that are read together, and the text of the widest column, which is worked on alone, or
 * of all. The largest of the stages is in it. Measured by `npm run calibrate`; docs/adr/0005 has the figures.
 */
interface Model {
  readonly process: number;
  readonly engine: number;
  readonly column: number;
  readonly row: number;
  readonly cell: number;
  readonly widest: number;
  readonly text: number;
}
const model: Readonly<Record<DataKind, Model>> = {
  profile: { process: 46 * MEBIBYTE, engine: 45 * MEBIBYTE, column: 0.03 * MEBIBYTE, row: 80, cell: 10, widest: 0.2, text: 0 },
  suggest: { process: 85 * MEBIBYTE, engine: 0, column: 0.16 * MEBIBYTE, row: 100, cell: 60, widest: 2, text: 0 },
  cleanse: { process: 130 * MEBIBYTE, engine: 0, column: 0.16 * MEBIBYTE, row: 100, cell: 110, widest: 4, text: 1 },
  undo: { process: 85 * MEBIBYTE, engine: 0, column: 0.06 * MEBIBYTE, row: 100, cell: 15, widest: 4, text: 1 },
  compare: { process: 50 * MEBIBYTE, engine: 50 * MEBIBYTE, column: 0.03 * MEBIBYTE, row: 60, cell: 10, widest: 4, text: 0.5 },
};
/** What opening a compressed table takes besides. */
const inflatedBytes = 25 * MEBIBYTE;
/** Rows that are read together at most. */
const rowsAtOnce = 100_000;

/** What past runs of a kind and format took of their estimates. */
export interface History {
  /** Peak ÷ estimate of each, in bytes; one that ran out counts with what it took in the end. */
  readonly peakRatios: readonly number[];
  /** Milliseconds for each byte of estimate. */
  readonly msPerByte: readonly number[];
}

const [enoughRuns, learnedQuantile, unlearned, floor] = [20, 0.95, 1.3, 0.4] as const;
/** Of the milliseconds for each byte: small tables, of which there are many, would make large ones look quick. */
const slowQuantile = 0.9;
/** Until a kind has been measured: how fast a job works off its estimate. */
const guessedMsPerByte = 1 / 10_000;

const quantile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(share * values.length))] ?? Number.NaN;

/** The factor on an estimate: 1.3 until 20 runs have ended, then the 0.95 quantile of peak ÷ estimate and a tenth, never below 0.4. */
export const learnedFactor = ({ peakRatios }: History): number =>
  peakRatios.length < enoughRuns ? unlearned : Math.max(floor, 1.1 * quantile(peakRatios, learnedQuantile));

export interface EstimatedNeed extends Need {
  /** What the model says, before the factor. */
  readonly estimateBytes: number;
  readonly expectedMs: number;
}

/** What a profile out of core reserves: with more it has fewer parts to go through, with less it would not be much slower. */
const outOfCoreBytes = 768 * MEBIBYTE;
/** The least that it works in. */
const leastOutOfCoreBytes = 256 * MEBIBYTE;

const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(1)} GB`;

const tooMuch = (kind: DataKind, neededBytes: number, offeredBytes: number, advice: string): Fault =>
  new Fault('needs-too-much-memory', `The ${kind} needs ${gigabytes(neededBytes)}; the largest worker offers ${gigabytes(offeredBytes)}.`, {
    advice,
    evidence: { neededBytes, offeredBytes },
  });

/**
 * What a job reserves when the largest worker offers so much: what it wants, or what it can do with. A profile goes out of core then.
 * @throws Fault `needs-too-much-memory` where no lane can do it
 */
const within = (kind: DataKind, lane: Lane, estimateBytes: number, wanted: number, largest: number): number => {
  const advice = `Start a worker of ${gigabytes(wanted)}, or split the dataset.`;
  if (kind === 'profile' && lane !== 'memory') {
    if (largest < leastOutOfCoreBytes) throw tooMuch(kind, leastOutOfCoreBytes, largest, advice);
    return lane === 'outOfCore' || wanted > largest ? Math.min(largest, outOfCoreBytes) : wanted;
  }
  if (estimateBytes > largest || (lane === 'memory' && wanted > largest))
    throw tooMuch(kind, wanted, largest, kind === 'profile' ? 'Leave "lane" out: out of core it needs less.' : advice);
  return Math.min(wanted, Math.max(leastNeedBytes, largest));
};

const modelled = (table: TableEstimate, kind: DataKind): number => {
  const { process, engine, column, row, cell, widest, text } = model[kind];
  const ofProcess = process + (table.basis === 'footer' ? engine : table.basis === 'inflated' ? inflatedBytes : 0);
  const ofCells = cell * table.columns * Math.min(table.rows, rowsAtOnce);
  return ofProcess + column * table.columns + row * table.rows + ofCells + widest * table.widestBytes + text * table.textBytes;
};

/**
 * What a job reserves by the estimate of its table.
 * @param largestBudget bytes of the largest live worker; null when none is up: then nothing is refused
 * @param options.lane what was asked for, of a profile
 * @param options.scale times the model's answer: 1, but where it is to be seen what wrong estimates do
 * @throws Fault `needs-too-much-memory` for what no lane can do on the largest worker
 */
export const needByEstimate = (
  table: TableEstimate,
  kind: DataKind,
  history: History,
  largestBudget: number | null,
  { lane = 'auto', scale = 1 }: { readonly lane?: Lane | undefined; readonly scale?: number } = {},
): EstimatedNeed => {
  const estimateBytes = Math.round(modelled(table, kind) * scale);
  const wanted = Math.max(leastNeedBytes, Math.ceil(estimateBytes * learnedFactor(history)));
  const needBytes = within(kind, lane, estimateBytes, wanted, largestBudget ?? Number.MAX_SAFE_INTEGER);
  const msPerByte = history.msPerByte.length < enoughRuns ? guessedMsPerByte : quantile(history.msPerByte, slowQuantile);
  return { needBytes, queue: `data-${memoryClassOf(needBytes)}`, estimateBytes, expectedMs: Math.round(estimateBytes * msPerByte) };
};
