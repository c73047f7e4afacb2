import {
  driftThresholdsSchema,
  Fault,
  type ColumnProfile,
  type Comparison,
  type DriftThresholds,
  type Profile,
  type RowDifference,
} from '@millrace/contracts';
import { TextReader } from '../columnar/text-reader';
import { valueWords } from '../profile/values/classify-value';
import { ValueTable } from '../profile/values/value-table';
import { BothColumns, sides, type Side } from './both-columns';
import { compareColumn, type RawComparison } from './compare-column';
import { compareSchemas, type ColumnPair } from './compare-schemas';
import { judgeColumns } from './judge-columns';
import { joinKeyPart, matchRows, type MatchedRows } from './match-rows';
import { changedCells, type CellChange } from './row-changes';

export interface ComparedTable {
  readonly workingCopyPath: string;
  readonly profile: Profile;
}

export interface CompareTablesRequest {
  readonly before: ComparedTable;
  readonly after: ComparedTable;
  /** Names of the columns that tell rows apart; left out, the first column that is complete and unique in both. */
  readonly key?: readonly string[];
  readonly thresholds?: Partial<DriftThresholds>;
  /** Called after each column with the share of the work that is done, 0 to 1. */
  readonly onProgress?: (fraction: number) => void;
}

const mostChangeExamples = 50;
const examplesPerColumn = 5;

/** Reads columns of both tables one after another into the same memory. */
class PairReader {
  private readonly readers: Readonly<Record<Side, TextReader>>;
  private readonly table: ValueTable;
  private readonly entries: Readonly<Record<Side, Int32Array>>;

  constructor(before: ComparedTable, after: ComparedTable) {
    const reader = ({ workingCopyPath, profile: { ingest } }: ComparedTable) =>
      new TextReader(workingCopyPath, ingest.rows, ingest.columns.length);
    this.readers = { before: reader(before), after: reader(after) };
    this.table = new ValueTable(this.readers.before.rows + this.readers.after.rows, valueWords(after.profile.ingest.nullTokens));
    this.entries = { before: new Int32Array(this.readers.before.rows), after: new Int32Array(this.readers.after.rows) };
  }

  read(pair: ColumnPair): Promise<BothColumns> {
    return BothColumns.read(this.table, this.readers, pair, this.entries);
  }

  cellAt(side: Side, row: number, position: number): string | null {
    return this.readers[side].cellAt(row, position);
  }
}

const namesListed = 20;
const sharedNames = (pairs: readonly ColumnPair[]): string =>
  pairs
    .slice(0, namesListed)
    .map(({ after }) => after.name)
    .join(', ');

const keyPairs = (pairs: readonly ColumnPair[], key: readonly string[] | undefined): ColumnPair[] => {
  if (key !== undefined)
    return key.map((name) => {
      const pair = pairs.find(({ after }) => after.name === name);
      if (pair === undefined)
        throw new Fault('unknown-column', `The key's column "${name}" is not in both tables; these are: ${sharedNames(pairs)}.`);
      return pair;
    });
  const isKey = ({ kind, metrics }: ColumnProfile) =>
    (kind === 'integer' || kind === 'identifier') && (metrics['count'] ?? 0) > 0 && metrics['uniqueCount'] === metrics['count'];
  return pairs.filter(({ before, after }) => isKey(before) && isKey(after)).slice(0, 1);
};

const match = async (reader: PairReader, key: readonly ColumnPair[]): Promise<MatchedRows | null> => {
  let keys: Record<Side, Int32Array> | null = null;
  let size = 0;
  for (const pair of key) {
    const both = await reader.read(pair);
    if (keys === null) {
      keys = { before: both.entries.before.map((entry) => entry + 1), after: both.entries.after.map((entry) => entry + 1) };
      size = both.table.size + 1;
    } else size = joinKeyPart(keys, both.entries, both.table.size);
  }
  return keys === null ? null : matchRows(keys, size);
};

interface ColumnChanges {
  readonly name: string;
  readonly changed: number;
  readonly examples: readonly CellChange[];
}

const rowDifference = (
  reader: PairReader,
  key: readonly ColumnPair[],
  isChosen: boolean,
  matched: MatchedRows,
  changes: readonly ColumnChanges[],
  changedRows: Uint8Array,
): RowDifference => {
  const names = key.map(({ after }) => after.name);
  const keyAt = (side: Side, row: number) => key.map((pair) => reader.cellAt(side, row, pair[side].position));
  const changed = changes.filter((column) => column.changed > 0);
  return {
    key: names,
    isChosen,
    matched: matched.matched,
    added: matched.added,
    removed: matched.removed,
    repeatedKeys: matched.repeatedKeys,
    changedRows: changedRows.reduce((sum, mark) => sum + mark, 0),
    changedCells: changed.reduce((sum, column) => sum + column.changed, 0),
    changedByColumn: changed.map(({ name, changed: count }) => ({ name, changed: count })).sort((a, b) => b.changed - a.changed),
    addedExamples: matched.addedRows.map((row) => keyAt('after', row)),
    removedExamples: matched.removedRows.map((row) => keyAt('before', row)),
    changeExamples: changed
      .flatMap(({ name, examples }) => examples.map((example) => ({ name, ...example })))
      .slice(0, mostChangeExamples)
      .map(({ name, rowAfter, before, after }) => ({ key: keyAt('after', rowAfter), column: name, before, after })),
  };
};

/**
 * Compares two tables by their working copies and profiles: their columns, what each column that both have holds, and their rows by
 * key. Goes column by column; what is held at once is the distinct values of one column and some bytes for each row of both. Of cells,
 * only bounded numbers of examples are given.
 * @throws Fault `unknown-column` where the key names a column that one of the tables has not
 */
export const compareTables = async ({
  before,
  after,
  key,
  thresholds: wanted = {},
  onProgress = () => undefined,
}: CompareTablesRequest): Promise<Comparison> => {
  const thresholds = driftThresholdsSchema.parse(wanted);
  const { pairs, difference } = compareSchemas(before.profile, after.profile);
  const keyColumns = keyPairs(pairs, key);
  const reader = new PairReader(before, after);
  const matched = await match(reader, keyColumns);
  const changedRows = new Uint8Array(matched === null ? 0 : after.profile.ingest.rows);
  const raw: RawComparison[] = [];
  const changes: ColumnChanges[] = [];
  for (const [at, pair] of pairs.entries()) {
    const both = await reader.read(pair);
    raw.push(compareColumn(both, pair, thresholds));
    if (matched !== null && !keyColumns.includes(pair))
      changes.push({ name: pair.after.name, ...changedCells(both, matched.beforeOf, changedRows, examplesPerColumn) });
    onProgress((at + 1) / pairs.length);
  }
  const columns = judgeColumns(raw, thresholds);
  const isBroken =
    difference.added.length + difference.removed.length + difference.dateOrderChanged.length > 0 ||
    difference.kindChanged.some(({ isBreaking }) => isBreaking);
  const rows = Object.fromEntries(sides.map((side) => [side, { before, after }[side].profile.ingest.rows])) as Record<Side, number>;
  return {
    schema: 'millrace.comparison/1',
    rows,
    thresholds,
    hasDrift: isBroken || columns.some(({ verdict }) => verdict === 'drift'),
    tests: columns.reduce((sum, { tests }) => sum + tests.length, 0),
    columnSchema: difference,
    columns,
    rowDifference: matched === null ? null : rowDifference(reader, keyColumns, key === undefined, matched, changes, changedRows),
  };
};
