import { Fault, leastCleanseBytes, suggestionRows, type Lane, type Step, type WorkedLane } from '@millrace/contracts';
import { leastNeedBytes, reserving, type Need } from '../need';
import { cleanseLane, keptInMemory, outOfCoreCleanseBytes } from './cleanse-lane';
import { ingestBytes } from './ingest-bytes';
import type { TableEstimate } from './source';

/** The kinds of job that hold memory. */
export type DataKind = 'profile' | 'suggest' | 'cleanse' | 'preview' | 'match' | 'merge' | 'undo' | 'compare';

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
  profile: { process: 54 * MEBIBYTE, engine: 45 * MEBIBYTE, column: 0.03 * MEBIBYTE, row: 80, cell: 10, widest: 0.2, text: 0 },
  suggest: { process: 85 * MEBIBYTE, engine: 0, column: 0.16 * MEBIBYTE, row: 100, cell: 60, widest: 2, text: 0 },
  cleanse: { process: 130 * MEBIBYTE, engine: 0, column: 0.16 * MEBIBYTE, row: 100, cell: 110, widest: 4, text: 1 },
  preview: { process: 150 * MEBIBYTE, engine: 0, column: 0.16 * MEBIBYTE, row: 150, cell: 120, widest: 4, text: 2 },
  match: { process: 130 * MEBIBYTE, engine: 0, column: 0.16 * MEBIBYTE, row: 900, cell: 60, widest: 4, text: 2 },
  // As a cleansing, with the codes of all columns besides: not measured apart.
  merge: { process: 130 * MEBIBYTE, engine: 0, column: 0.16 * MEBIBYTE, row: 200, cell: 110, widest: 4, text: 2 },
  undo: { process: 85 * MEBIBYTE, engine: 0, column: 0.06 * MEBIBYTE, row: 4, cell: 130, widest: 0, text: 0 },
  compare: { process: 50 * MEBIBYTE, engine: 50 * MEBIBYTE, column: 0.03 * MEBIBYTE, row: 60, cell: 10, widest: 4, text: 0.5 },
};
/** What opening a compressed table takes besides. */
const inflatedBytes = 12 * MEBIBYTE;
/** Rows and cells that are read together at most: those of a row group of a working copy. */
const [rowsAtOnce, cellsAtOnce] = [100_000, 4_000_000] as const;

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

/** Of what a job takes, a peak that is sampled does not show so much: what is mapped and not touched counts against its limit. */
const unseenBytes = 8 * MEBIBYTE;

const quantile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(share * values.length))] ?? Number.NaN;

/** The factor on an estimate: 1.3 until 20 runs have ended, then the 0.95 quantile of peak ÷ estimate and a tenth, never below 0.4. */
export const learnedFactor = ({ peakRatios }: History): number =>
  peakRatios.length < enoughRuns ? unlearned : Math.max(floor, 1.1 * quantile(peakRatios, learnedQuantile));

export interface EstimatedNeed extends Need {
  /** What the model says, before the factor. */
  readonly estimateBytes: number;
  readonly expectedMs: number;
  /** In which lane it is to run, of what has two. */
  readonly lane: WorkedLane;
}

/** What a profile out of core reserves: with more it has fewer parts to go through, with less it would not be much slower. */
const outOfCoreBytes = 768 * MEBIBYTE;
/** The least that it works in. */
const leastOutOfCoreBytes = 256 * MEBIBYTE;

/** What a profile out of core reserves where the largest worker offers so much; null where it cannot hold one. */
export const outOfCoreWithin = (largestBudget: number): Need | null => {
  if (largestBudget < leastOutOfCoreBytes) return null;
  return reserving(Math.min(largestBudget, outOfCoreBytes));
};

const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(1)} GB`;

const tooMuch = (kind: DataKind, neededBytes: number, offeredBytes: number, advice: string): Fault =>
  new Fault('needs-too-much-memory', `The ${kind} needs ${gigabytes(neededBytes)}; the largest worker offers ${gigabytes(offeredBytes)}.`, {
    advice,
    evidence: { neededBytes, offeredBytes },
  });

interface Asked {
  readonly kind: DataKind;
  readonly lane: Lane;
  readonly table: TableEstimate;
  /** Of a cleansing; null where its steps are not known yet. */
  readonly steps: readonly Step[] | null;
  /** What the first stage wants, in either lane. */
  readonly readBytes: number;
}

type Reserved = Pick<EstimatedNeed, 'needBytes' | 'lane'>;

/** @throws Fault `needs-too-much-memory` with the step that cannot be done so */
const cleanseWithin = ({ table, steps, kind, readBytes }: Asked, wanted: number, largest: number): Reserved => {
  const memory = `Start a worker of ${gigabytes(wanted)}`;
  if (steps === null) {
    if (largest < leastCleanseBytes) throw tooMuch(kind, leastCleanseBytes, largest, `${memory}.`);
    // Of a recipe that is suggested, steps that do not fit are left out: it gets what it would take in memory, or all there is.
    return { needBytes: Math.min(largest, Math.max(wanted, readBytes, outOfCoreCleanseBytes)), lane: 'outOfCore' };
  }
  const kept = keptInMemory(steps);
  if (kept !== null)
    throw tooMuch(
      kind,
      wanted,
      largest,
      `${memory}, or leave ${kept.split(' compares')[0]} out: it compares all rows, which is done in memory alone.`,
    );
  const { wantedBytes, leastBytes, because } = cleanseLane(steps, table);
  if (leastBytes > largest)
    throw tooMuch(kind, leastBytes, largest, because === null ? `${memory}.` : `${memory}, or change the recipe: out of core, ${because}.`);
  return { needBytes: Math.min(largest, Math.max(wantedBytes, readBytes)), lane: 'outOfCore' };
};

/**
 * What a job reserves when the largest worker offers so much: what it wants, or what it can do with. A profile goes out of core then, and
 * so does a cleansing whose steps can.
 * @throws Fault `needs-too-much-memory` where no lane can do it
 */
const within = (asked: Asked, estimateBytes: number, wanted: number, largest: number): Reserved => {
  const { kind, lane, steps, readBytes } = asked;
  const advice = `Start a worker of ${gigabytes(wanted)}, or split the dataset.`;
  const leastBytes = Math.min(estimateBytes, wanted);
  const isTooMuch = leastBytes > largest || (wanted > largest && steps !== null && keptInMemory(steps) === null);
  if (kind === 'cleanse' && (lane === 'outOfCore' || (lane === 'auto' && isTooMuch))) return cleanseWithin(asked, wanted, largest);
  if (kind === 'profile' && lane !== 'memory') {
    if (largest < leastOutOfCoreBytes) throw tooMuch(kind, leastOutOfCoreBytes, largest, advice);
    const isOut = lane === 'outOfCore' || wanted > largest;
    return isOut
      ? { needBytes: Math.min(largest, Math.max(outOfCoreBytes, readBytes)), lane: 'outOfCore' }
      : { needBytes: wanted, lane: 'memory' };
  }
  // What runs like it took of their estimates may say less than the model.
  if (leastBytes > largest || (lane === 'memory' && wanted > largest))
    throw tooMuch(
      kind,
      wanted,
      largest,
      kind === 'profile' || kind === 'cleanse' ? 'Leave "lane" out: out of core it needs less.' : advice,
    );
  return { needBytes: Math.min(wanted, Math.max(leastNeedBytes, largest)), lane: 'memory' };
};

const modelled = (table: TableEstimate, kind: DataKind): number => {
  const { process, engine, column, row, cell, widest, text } = model[kind];
  // A suggestion looks at so many rows, however many there are.
  const seenRows = kind === 'suggest' ? Math.min(table.rows, suggestionRows) : table.rows;
  const widestBytes = table.widestBytes * (seenRows / Math.max(1, table.rows));
  const ofProcess = process + (table.basis === 'footer' ? engine : table.basis === 'inflated' ? inflatedBytes : 0);
  const cellsTogether = table.columns * Math.min(table.rows, rowsAtOnce);
  // Others read whole columns.
  const ofCells = cell * (kind === 'profile' || kind === 'undo' ? Math.min(cellsTogether, cellsAtOnce) : cellsTogether);
  const worked = ofProcess + column * table.columns + row * seenRows + ofCells + widest * widestBytes + text * table.textBytes;
  return Math.max(worked, ingestBytes(table));
};

/**
 * What a job reserves by the estimate of its table.
 * @param largestBudget bytes of the largest live worker; null when none is up: then nothing is refused
 * @param options.lane what was asked for, of a profile or a cleansing
 * @param options.steps the recipe of a cleansing; null where it is found only when it runs
 * @param options.scale times the model's answer: 1, but where it is to be seen what wrong estimates do
 * @throws Fault `needs-too-much-memory` for what no lane can do on the largest worker
 */
export const needByEstimate = (
  table: TableEstimate,
  kind: DataKind,
  history: History,
  largestBudget: number | null,
  {
    lane = 'auto',
    steps = null,
    scale = 1,
  }: { readonly lane?: Lane | undefined; readonly steps?: readonly Step[] | null; readonly scale?: number } = {},
): EstimatedNeed => {
  const estimateBytes = Math.round(modelled(table, kind) * scale);
  const margin = history.peakRatios.length < enoughRuns ? 0 : unseenBytes;
  const wanted = Math.max(leastNeedBytes, Math.ceil(estimateBytes * learnedFactor(history) + margin));
  const readBytes = Math.ceil(ingestBytes(table) * scale * unlearned);
  const reserved = within({ kind, lane, table, steps, readBytes }, estimateBytes, wanted, largestBudget ?? Number.MAX_SAFE_INTEGER);
  const msPerByte = history.msPerByte.length < enoughRuns ? guessedMsPerByte : quantile(history.msPerByte, slowQuantile);
  const expectedMs = Math.round(estimateBytes * msPerByte);
  return { ...reserved, ...reserving(reserved.needBytes), estimateBytes, expectedMs };
};
