import type { ColumnProfile, Finding, Profile, SuggestedRule } from '@millrace/contracts';
import { TextReader } from '../columnar/text-reader';
import { TablePrivacy } from '../pii/table-privacy';
import { assembleProfile } from '../profile/assemble-profile';
import { exampleRows, type ProfileRequest } from '../profile/profile-request';
import { NumberScratch } from '../profile/statistics/sort-numbers';
import { TimeSeriesFinder } from '../profile/time-series/time-series-finder';
import { valueWords } from '../profile/values/classify-value';
import { ValueTable } from '../profile/values/value-table';
import { mineColumn } from '../rules/mine-rules';
import { TableRelations } from '../relations/table-relations';
import { checkReferencesOnDisk } from './check-references-on-disk';
import { checkRowsOnDisk, keyedRowBytes } from './check-rows-on-disk';
import { entriesWithin, rowMemoryWithin } from './lane-memory';
import { countColumn, hashColumn, tableCapacity } from './count-column';
import { residentColumn, spilledColumn } from './lane-column';
import { profileOrderedColumn } from './ordered-column';
import { Neighbours } from './neighbours';
import { RowMemory, RowRecords } from './row-records';
import { SampledCells } from './sampled-cells';
import { spillColumn } from './spill-column';
import type { SpillTools } from './spill-tools';
import { SpillFolder } from './spill-folder';
import { SpilledAbsence } from './spilled-absence';

export interface OutOfCoreRequest extends ProfileRequest {
  /** Bytes of memory that the whole process may take. */
  readonly memoryBytes: number;
  /** An empty folder for what does not fit, and the most that may lie there at once. */
  readonly spill: { readonly path: string; readonly quotaBytes: number };
  /** Distinct values that are held at once, where that is not to follow from the memory. */
  readonly capacity?: number;
}

/** Rows whose hashes are compared in a processor's cache. */
const cachedRows = 262_144;
/** Bytes for each row whose hashes are compared in memory, and for each value of a table. */
const [rowRecordBytes, entryBytes] = [45, 60] as const;

/** What is reckoned from the cells of some rows, or stops being followed. The rest is exact. */
const approximate: Profile['approximate'] = [
  {
    statistic: 'columns.semantic, privacy.columns: of columns that are marked as sampled',
    bound: 'shares are of up to 2,000 different values of 50,000 rows: within 0.03 in 99 of 100 samples',
  },
  {
    statistic: 'columns.masks, maskCount: of columns with more than 1,000 format masks',
    bound: 'counts are no more than they should be; of columns with fewer masks they are exact',
  },
];

/**
 * As `profile`, in memory that does not grow with the table: columns of few distinct values are counted as there, of the others the keys
 * go to disk, in parts that fit. What takes memory for each row lies on disk too. All statistics are exact.
 * @throws Fault `disk-quota-exceeded`
 */
export const profileOutOfCore = async (request: OutOfCoreRequest): Promise<Profile> => {
  const { workingCopyPath, ingest, onProgress = () => undefined, thresholds = {}, now = Date.now(), contract } = request;
  const { rows, columns: names } = ingest;
  const rowMemory = new RowMemory(rowMemoryWithin(request.memoryBytes));
  const restBytes = request.memoryBytes - rowMemory.wanted(rows);
  const capacity = tableCapacity(rows, request.capacity ?? entriesWithin(restBytes));
  const folder = new SpillFolder(request.spill.path, request.spill.quotaBytes);
  const reader = new TextReader(workingCopyPath, rows, names.length);
  const words = valueWords(ingest.nullTokens);
  const table = new ValueTable(capacity, words, rows);
  const scratch = new NumberScratch(table.spareMemory);
  const mostInPart = Math.max(10_000, Math.floor((capacity * entryBytes) / rowRecordBytes));
  const rowsInPart = Math.min(mostInPart, Math.max(cachedRows, Math.ceil(rows / 100)));
  const rowsCompared = Math.max(1000, Math.floor((capacity * entryBytes) / keyedRowBytes));
  const newRecords = () => new RowRecords(folder, rows, rowsInPart, rowMemory);
  const records = newRecords();
  const mode = request.relations === 'none' ? 'none' : 'sample';
  const absence = new SpilledAbsence(folder, rows, names.length);
  const mixColumns = async (positions: readonly number[]): Promise<RowRecords> => {
    const own = newRecords();
    for (const position of positions) await hashColumn(reader, position, own);
    return own;
  };
  const tellApart = async (positions: readonly number[]) => (await mixColumns(positions)).repeats(1).count === 0;
  const relations = new TableRelations(rows, names.length, mode, { absence, tellApart });
  const personal = new TablePrivacy(now);
  const sample = new SampledCells(relations.sampledRows, words);
  const tools: SpillTools = {
    ...{ reader, table, capacity, folder, records, sample, scratch, now },
    neighbours: new Neighbours(capacity, words),
    onCells: (position, values, firstRow, entries, length) => relations.add(position, values, firstRow, entries, length),
  };
  const series = new TimeSeriesFinder();
  const columns: ColumnProfile[] = [];
  const findings: Finding[] = [];
  const suggested: SuggestedRule[] = [];
  for (const [position, { name }] of names.entries()) {
    const left = await countColumn(tools, position);
    const cellAt = (row: number) => reader.cellAt(row, position);
    const common = { position, name, thresholds };
    const column =
      left === null
        ? residentColumn(tools, common, cellAt)
        : spilledColumn(await spillColumn(tools, position, left), tools, common, cellAt);
    const profiled = profileOrderedColumn(column);
    columns.push(profiled.profile);
    relations.addColumn(profiled.profile, column.view);
    personal.addColumn(profiled.profile, column.view);
    series.add(profiled.profile, column.order.rises, () => column.numbers);
    suggested.push(...mineColumn(profiled.profile, column.view));
    findings.push(...profiled.findings);
    column.close();
    onProgress((position + 1) / (names.length + 1));
  }
  const profiled = await assembleProfile({
    request: {
      ...{ reader, ingest, thresholds, now, contract, compareRows: checkRowsOnDisk(folder, rowsCompared) },
      lookUp: checkReferencesOnDisk(folder, rowsCompared, capacity * entryBytes),
    },
    columns,
    findings,
    suggested,
    duplicates: records.repeats(exampleRows),
    tableMetrics: relations.metrics(),
    related: await relations.finish(reader),
    timeSeries: series.found,
    privacy: await personal.finish(rows, async (positions) => (await mixColumns(positions)).groups()),
  });
  return { ...profiled, approximate };
};
