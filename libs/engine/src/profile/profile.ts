import type { ColumnProfile, Finding, Profile, SuggestedRule } from '@millrace/contracts';
import { TextReader } from '../columnar/text-reader';
import { TableRelations } from '../relations/table-relations';
import { mineColumn } from '../rules/mine-rules';
import { countGroups } from '../pii/count-groups';
import { TablePrivacy } from '../pii/table-privacy';
import { assembleProfile } from './assemble-profile';
import { exampleRows, type ProfileRequest } from './profile-request';
import { profileColumn } from './profile-column';
import { RowHashes } from './row-hashes';
import { NumberScratch } from './statistics/sort-numbers';
import { TimeSeriesFinder } from './time-series/time-series-finder';
import { sortedTimes } from './time-series/times';
import { valueWords } from './values/classify-value';
import { showEveryKind } from './values/show-every-kind';
import { ValueTable } from './values/value-table';

/**
 * Profiles a working copy column by column. Each cell is read once; what is held at once is the distinct values of one column, and some
 * bytes for each row. Everything about a value is worked out once, however often it occurs.
 */
export const profile = async ({
  workingCopyPath,
  ingest,
  onProgress = () => undefined,
  thresholds = {},
  now = Date.now(),
  relations: mode = 'sample',
  contract: held,
}: ProfileRequest): Promise<Profile> => {
  const { rows, columns: names } = ingest;
  const reader = new TextReader(workingCopyPath, rows, names.length);
  const table = new ValueTable(rows, valueWords(ingest.nullTokens));
  showEveryKind(table);
  const scratch = new NumberScratch(table.spareMemory);
  const hashes = new RowHashes(rows);
  const relations = new TableRelations(rows, names.length, mode);
  const personal = new TablePrivacy(now);
  const series = new TimeSeriesFinder();
  const columns: ColumnProfile[] = [];
  const findings: Finding[] = [];
  const suggested: SuggestedRule[] = [];
  let entries = new Int32Array(Math.min(rows, 131_072));
  /** Some column has another text in every row: no row repeats one. */
  let hasKey = false;
  for (const { position, name } of names) {
    table.reset();
    for await (const { firstRow, chunk } of reader.column(position)) {
      if (chunk.length > entries.length) entries = new Int32Array(chunk.length);
      table.add(chunk, entries);
      if (!hasKey) table.mixInto(hashes.words, firstRow, entries, chunk.length);
      relations.add(position, table, firstRow, entries, chunk.length);
    }
    hasKey ||= table.size === rows;
    const cellAt = (row: number) => reader.cellAt(row, position);
    const profiled = profileColumn(table, { position, name, now, thresholds, scratch, cellAt });
    columns.push(profiled.profile);
    relations.addColumn(profiled.profile, profiled.view);
    personal.addColumn(profiled.profile, profiled.view);
    series.add(profiled.profile, table.rises, () => sortedTimes(profiled.view.numbers()));
    suggested.push(...mineColumn(profiled.profile, profiled.view));
    findings.push(...profiled.findings);
    onProgress((position + 1) / (names.length + 1));
  }
  const duplicates = hasKey ? { count: 0, firstRows: [] } : hashes.repeats(exampleRows, table.spareMemory);
  return assembleProfile({
    request: { reader, ingest, thresholds, now, contract: held },
    columns,
    findings,
    suggested,
    duplicates,
    tableMetrics: relations.metrics(),
    related: await relations.finish(reader, { words: hashes.words, spare: table.spareMemory }),
    timeSeries: series.found,
    privacy: await personal.finish(rows, (positions) => countGroups(reader, { table, hashes }, positions)),
  });
};
