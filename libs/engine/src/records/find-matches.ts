import {
  columnsOfMatch,
  namesMissing,
  unknownColumns,
  type ComparatorName,
  type DecidedPairs,
  type Ingest,
  type RecordPair,
} from '@millrace/contracts';
import { encodeFrame } from '../relations/encode-table';
import { cell, scanCells } from '../ingest/working-copy';
import { decideRows, type Decided, type DecidedRows } from './decided-rows';
import { matchRecords, type Matches } from './match-records';
import { recordKeys } from './record-keys';
import { withoutNullTokens } from './without-null-tokens';

export interface FindMatchesRequest {
  readonly workingCopyPath: string;
  readonly ingest: Ingest;
  /** Names of columns to compare; left out, all but those of `ignore`. */
  readonly columns?: readonly string[];
  readonly ignore?: readonly string[];
  readonly comparators?: Readonly<Record<string, ComparatorName>>;
  readonly threshold: number;
  readonly review: number;
  /** Columns by which rows are known again in other versions; left out, all of them. */
  readonly identifiedBy?: readonly string[];
  /** What people have decided of pairs of rows, each set by the columns that it is made by. */
  readonly decided?: readonly DecidedPairs[];
}

export interface FoundMatches extends Pick<Matches, 'columns' | 'candidates' | 'clusters'> {
  readonly rows: number;
  /** Pairs that are the same, and those to be looked at, each with its evidence, the surest first. Of a group of n rows up to n (n - 1) / 2. */
  readonly same: Iterable<RecordPair>;
  readonly review: Iterable<RecordPair>;
  readonly reviewCount: number;
  /** What of the decisions was obeyed, and which of them contradict each other. */
  readonly decided: Pick<Decided, 'conflicts' | 'met' | 'unmet'>;
  /** By which each row is known again. */
  readonly keys: () => Iterable<string>;
  /** The cells of a row, by position. */
  readonly cellsOf: (row: number) => readonly (string | null)[];
}

/** The rows of the keys that decisions name. Decisions by columns that the table does not have name none. */
const rowsOfKeys = ({ columns, pairs }: DecidedPairs, keysBy: (names: readonly string[]) => Iterable<string> | null): DecidedRows => {
  const rowsOf = new Map<string, number[]>(pairs.flatMap(({ keys }) => keys.map((key) => [key, []])));
  let row = 0;
  for (const key of rowsOf.size === 0 ? [] : (keysBy(columns) ?? [])) {
    rowsOf.get(key)?.push(row);
    row += 1;
  }
  return { pairs, rowsOf };
};

/** Finds the rows of a table that tell of the same thing. @throws Fault `unknown-column` */
export const findMatches = (request: FindMatchesRequest): FoundMatches => {
  const { workingCopyPath, ingest, columns, ignore = [], comparators, threshold, review, identifiedBy, decided = [] } = request;
  const all = ingest.columns.map(({ name }) => name);
  const [unknown, ...others] = namesMissing(columnsOfMatch(request), all);
  if (unknown !== undefined) throw unknownColumns('The match', [unknown, ...others], all);
  const wanted = ingest.columns.filter(({ name }) => (columns?.includes(name) ?? true) && !ignore.includes(name));
  const frame = scanCells(workingCopyPath).collectSync();
  const table = encodeFrame(
    frame,
    wanted.map(({ position }) => position),
  );
  const names = wanted.map(({ name }) => name);
  const keysBy = (by: readonly string[]): Iterable<string> | null => {
    const positions = by.flatMap((name) => ingest.columns.find((column) => column.name === name)?.position ?? []);
    return positions.length < by.length ? null : recordKeys(encodeFrame(frame, positions).columns, frame.height);
  };
  const told = decideRows(decided.map((set) => rowsOfKeys(set, keysBy)));
  const found = matchRecords(withoutNullTokens(table, ingest.nullTokens), {
    names,
    threshold,
    review,
    decided: told,
    ...(comparators && { comparators }),
  });
  const withEvidence = (pairs: Matches['same']): Iterable<RecordPair> => ({
    *[Symbol.iterator]() {
      for (const { a, b, probability, decided: verdict } of pairs)
        yield {
          rows: [a, b],
          probability,
          ...(verdict && { decided: verdict }),
          // Weighed anew for each pair: only for whoever looks at it.
          get evidence() {
            return found.explain(a, b);
          },
        };
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
    decided: told,
    keys: () => keysBy(identifiedBy ?? ingest.columns.map(({ name }) => name)) ?? [],
    cellsOf: (row) => {
      const [record = {}] = frame.slice(row, 1).toRecords() as Record<string, string | null>[];
      return ingest.columns.map(({ position }) => record[cell(position)] ?? null);
    },
  };
};
