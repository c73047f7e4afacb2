import { Fault, memoryClassOf, type Lane } from '@millrace/contracts';
import { leastNeedBytes, type Need } from '../need';
import type { TableEstimate } from './source';

/** The kinds of job that hold memory. */
export type DataKind = 'profile' | 'suggest' | 'cleanse' | 'undo' | 'compare';

const MEBIBYTE = 1024 * 1024;

/**
 * Anonymous memory of a job in bytes: a process with its engine, what each column and row costs whatever is in it, and the text of the widest
 * column, which is worked on alone, or of all. The largest of the stages is in it. `npm run calibrate` measures it for profiles.
 */
interface Model {
  readonly process: number;
  readonly column: number;
  readonly row: number;
  readonly widest: number;
  readonly text: number;
}
const model: Readonly<Record<DataKind, Model>> = {
  profile: { process: 125 * MEBIBYTE, column: 0.42 * MEBIBYTE, row: 40, widest: 4, text: 0 },
  suggest: { process: 140 * MEBIBYTE, column: 0.5 * MEBIBYTE, row: 100, widest: 4, text: 1.5 },
  cleanse: { process: 130 * MEBIBYTE, column: 0.5 * MEBIBYTE, row: 100, widest: 4, text: 1.5 },
  undo: { process: 130 * MEBIBYTE, column: 0.5 * MEBIBYTE, row: 100, widest: 4, text: 1.5 },
  compare: { process: 140 * MEBIBYTE, column: 0.5 * MEBIBYTE, row: 60, widest: 6, text: 0.5 },
};

/** What past runs of a kind and format took of their estimates. */
export interface History {
  /** Peak ÷ estimate of each, in bytes; one that ran out counts with what it took in the end. */
  readonly peakRatios: readonly number[];
  /** Milliseconds for each byte of estimate. */
  readonly msPerByte: readonly number[];
}

const [enoughRuns, learnedQuantile, unlearned, floor] = [20, 0.95, 1.3, 0.4] as const;
/** Until a kind has been measured: how fast a job works off its estimate. */
const guessedMsPerByte = 1 / 20_000;

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
const leastOutOfCoreBytes = leastNeedBytes;

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

/**
 * What a job reserves by the estimate of its table.
 * @param largestBudget bytes of the largest live worker; null when none is up: then nothing is refused
 * @param lane what was asked for, of a profile
 * @throws Fault `needs-too-much-memory` for what no lane can do on the largest worker
 */
export const needByEstimate = (
  table: TableEstimate,
  kind: DataKind,
  history: History,
  largestBudget: number | null,
  lane: Lane = 'auto',
): EstimatedNeed => {
  const { process, column, row, widest, text } = model[kind];
  const ofText = widest * table.widestBytes + text * table.textBytes;
  const estimateBytes = Math.round(process + column * table.columns + row * table.rows + ofText);
  const wanted = Math.max(leastNeedBytes, Math.ceil(estimateBytes * learnedFactor(history)));
  const needBytes = within(kind, lane, estimateBytes, wanted, largestBudget ?? Number.MAX_SAFE_INTEGER);
  const msPerByte = history.msPerByte.length < enoughRuns ? guessedMsPerByte : quantile(history.msPerByte, 0.5);
  return { needBytes, queue: `data-${memoryClassOf(needBytes)}`, estimateBytes, expectedMs: Math.round(estimateBytes * msPerByte) };
};
