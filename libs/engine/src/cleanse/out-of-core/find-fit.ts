import { bytesOfHeld, Fault, reachOf, type Ingest, type Step } from '@millrace/contracts';
import pl, { type DataFrame } from 'nodejs-polars';
import { cell } from '../../ingest/working-copy';
import { applyStep } from '../apply-step';
import { columnsOfStep } from '../columns-of-step';
import type { Fit } from '../fit';
import { columnsAfter } from '../layout';
import { areKeys } from '../row-key';
import { rowName } from '../row-name';
import { reasonOfDuplicates } from '../steps/drop-duplicates';
import { sparseColumns } from '../steps/drop-sparse-columns';
import type { NamedStep } from '../step';
import type { SuggestionBook } from '../suggestions/suggestion-book';
import { tableOf, type Table } from '../table';
import type { Chunks } from './chunks';
import type { Disk } from './disk';
import { mayMeetOpenCells, hasOpenCells } from './open-cells';
import { RepeatedRows } from './repeated-rows';
import { textBytesOf } from './text-bytes';
import { passOver, type Turn } from './turns';

const MEBIBYTE = 1024 * 1024;

interface Search {
  readonly chunks: Chunks;
  readonly ingest: Ingest;
  readonly disk: Disk;
  /** Null for no limit. */
  readonly memoryBytes: number | null;
  /** What is done before the step. */
  readonly turns: readonly Turn[];
  /** Is shown the columns of steps that may not be sure of what they do. */
  readonly book: SuggestionBook | null;
}

const megabytes = (bytes: number): string => `${Math.ceil(bytes / MEBIBYTE)} MB`;

const tooWide = ({ step }: Step, at: number, needed: number, memoryBytes: number, columns: number): Fault =>
  new Fault(
    'needs-too-much-memory',
    `steps[${at}] (${step}) looks at ${columns} whole columns and needs more than ${megabytes(needed)} for that; the job may take ${megabytes(memoryBytes)}.`,
    {
      advice: 'Give the job more memory, let the step look at fewer columns, or leave it out.',
      place: { step: at },
      evidence: { neededBytes: needed, offeredBytes: memoryBytes, columns },
    },
  );

const columnsFit = async ({ chunks, ingest, turns, memoryBytes, book }: Search, next: Turn): Promise<Fit | undefined> => {
  const { step, at } = next;
  const parts: DataFrame[] = [];
  let [bytes, cells] = [0, 0];
  const settled = new Map<number, Map<number, ReadonlySet<string> | null>>();
  const { layout } = await passOver(chunks, ingest, turns, {
    visit: ({ frame, columns, layout: done, settled: own }) => {
      for (const [position, cells] of own ?? []) {
        const all = settled.get(position) ?? new Map<number, ReadonlySet<string> | null>();
        settled.set(position, all);
        for (const [row, verdict] of cells) all.set(row, verdict);
      }
      const names = columnsOfStep(step, at, columnsAfter(columns, done)).map(cell);
      const part = frame.select(rowName, ...names);
      bytes += textBytesOf(part);
      cells += part.height * names.length;
      const needed = bytesOfHeld(bytes, cells);
      if (memoryBytes !== null && needed > memoryBytes) throw tooWide(step, at, needed, memoryBytes, names.length);
      parts.push(part);
    },
  });
  let fit: Fit | undefined;
  const whole: Table = { ...tableOf(pl.concat(parts), ingest), layout: [...layout], settled };
  book?.look(whole, step, at);
  const log = { change: () => undefined, setAside: () => undefined };
  applyStep(whole, { ...next, found: (found) => (fit = found) }, log);
  return fit;
};

const sparseFit = async ({ chunks, ingest, turns }: Search, step: NamedStep<'dropSparseColumns'>): Promise<Fit> => {
  const nulls = new Map<number, number>();
  let rows = 0;
  const { layout } = await passOver(chunks, ingest, turns, {
    visit: ({ frame, columns, layout: done }) => {
      rows += frame.height;
      for (const { position } of columnsAfter(columns, done))
        nulls.set(position, (nulls.get(position) ?? 0) + frame.getColumn(cell(position)).nullCount());
    },
  });
  return { on: 'columns', plan: sparseColumns(step, columnsAfter(ingest.columns, layout), nulls, rows) };
};

/** Of a step that looks at single rows: null but where there are cells of which only their whole column tells what they say. */
const openFit = async (search: Search, next: Turn): Promise<Fit | undefined> => {
  const { chunks, ingest, turns } = search;
  if (!mayMeetOpenCells(next.step, ingest.nullTokens)) return undefined;
  let parts = 0;
  await passOver(chunks, ingest, turns, { visit: (table) => void (parts += Number(hasOpenCells(table, next.step))) });
  return parts > 0 ? columnsFit(search, next) : undefined;
};

const duplicatesFit = async ({ chunks, ingest, turns, disk }: Search, at: number, step: NamedStep<'dropDuplicates'>): Promise<Fit> => {
  let found: RepeatedRows | undefined;
  await passOver(chunks, ingest, turns, {
    visit: ({ frame, columns, layout }) => {
      const names = columnsOfStep(step, at, columnsAfter(columns, layout)).map(cell);
      (found ??= new RepeatedRows(disk, names, step.keys ? areKeys(names, ingest.nullTokens) : null)).add(frame);
    },
  });
  const leaving = found ? await found.leaving(step.keep) : pl.DataFrame([pl.Series(rowName, [], pl.UInt32)]);
  return { on: 'rows', leaving, reason: reasonOfDuplicates(step) };
};

/** @throws Fault `needs-too-much-memory` for a step that no part of a table can be enough for */
export const refuseOutOfCore = ({ step }: Step, at: number): Fault =>
  new Fault('needs-too-much-memory', `steps[${at}] (${step}) compares all rows with one another, which is done in memory alone.`, {
    advice: 'Leave the step out, run it in memory ("lane": "memory") on a larger worker, or split the table.',
    place: { step: at },
  });

/**
 * Finds in the whole table what a step needs to be applied to parts of it: in memory are only the columns that it names, or none.
 * @throws Fault `needs-too-much-memory` with the step's name
 */
export const findFit = async (search: Search, next: Turn): Promise<Fit | undefined> => {
  const { step, at } = next;
  const reach = reachOf(step);
  if (reach === 'row' || (step.step === 'castColumn' && step.to !== 'date')) return openFit(search, next);
  if (reach === 'table') throw refuseOutOfCore(step, at);
  if (step.step === 'dropDuplicates') return duplicatesFit(search, at, step);
  if (step.step === 'dropSparseColumns') return sparseFit(search, step);
  return columnsFit(search, next);
};
