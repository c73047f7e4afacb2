import { Fault, type ComparatorName, type Ingest, type RecordPair } from '@millrace/contracts';
import pl from 'nodejs-polars';
import { encodeFrame } from '../relations/encode-table';
import { cell } from '../ingest/working-copy';
import { matchRecords, type Matches } from './match-records';

export interface FindMatchesRequest {
  readonly workingCopyPath: string;
  readonly ingest: Ingest;
  /** Names of columns to compare; left out, all but those of `ignore`. */
  readonly columns?: readonly string[];
  readonly ignore?: readonly string[];
  readonly comparators?: Readonly<Record<string, ComparatorName>>;
  readonly threshold: number;
  readonly review: number;
}

export interface FoundMatches extends Pick<Matches, 'columns' | 'candidates' | 'clusters'> {
  readonly rows: number;
  /** Pairs that are the same, and those to be looked at, each with its evidence, the surest first. */
  readonly same: Iterable<RecordPair>;
  readonly review: Iterable<RecordPair>;
  readonly reviewCount: number;
  /** The cells of a row, by position. */
  readonly cellsOf: (row: number) => readonly (string | null)[];
}

/** Finds the rows of a table that tell of the same thing. @throws Fault `unknown-column` */
export const findMatches = (request: FindMatchesRequest): FoundMatches => {
  const { workingCopyPath, ingest, columns, ignore = [], comparators, threshold, review } = request;
  const unknown = [...(columns ?? []), ...ignore].find((name) => !ingest.columns.some((column) => column.name === name));
  if (unknown !== undefined) throw new Fault('unknown-column', `There is no column "${unknown}".`, { place: { column: unknown } });
  const wanted = ingest.columns.filter(({ name }) => (columns?.includes(name) ?? true) && !ignore.includes(name));
  const frame = pl.scanParquet(workingCopyPath, { glob: false }).collectSync();
  const table = encodeFrame(
    frame,
    wanted.map(({ position }) => position),
  );
  const names = wanted.map(({ name }) => name);
  const found = matchRecords(table, { names, threshold, review, ...(comparators && { comparators }) });
  const withEvidence = (pairs: Matches['same']): Iterable<RecordPair> => ({
    *[Symbol.iterator]() {
      for (const { a, b, probability } of pairs) yield { rows: [a, b], probability, evidence: found.explain(a, b) };
    },
  });
  return {
    rows: table.rows,
    columns: found.columns,
    candidates: found.candidates,
    clusters: found.clusters,
    same: withEvidence(found.same),
    review: withEvidence(found.review),
    reviewCount: found.review.length,
    cellsOf: (row) => {
      const [record = {}] = frame.slice(row, 1).toRecords() as Record<string, string | null>[];
      return ingest.columns.map(({ position }) => record[cell(position)] ?? null);
    },
  };
};
