import type { ColumnProfile, Contract, Finding, Ingest, Profile, RelationMode, SuggestedRule, Thresholds } from '@millrace/contracts';
import { TextReader } from '../columnar/text-reader';
import { qualityMetrics, scoreQuality } from '../quality/score-quality';
import { relationFindings } from '../relations/relation-findings';
import { TableRelations } from '../relations/table-relations';
import { checkContract, contractChecks, contractFindings } from '../rules/check-contract';
import { mineColumn, mineTable } from '../rules/mine-rules';
import { duplicateFinding } from './findings';
import { privacyFindings } from '../pii/privacy-findings';
import { TablePrivacy } from '../pii/table-privacy';
import { profileColumn } from './profile-column';
import { RowHashes } from './row-hashes';
import { NumberScratch } from './statistics/sort-numbers';
import { valueWords } from './values/classify-value';
import { ValueTable } from './values/value-table';

export interface ProfileRequest {
  readonly workingCopyPath: string;
  readonly ingest: Ingest;
  /** Called after each column with the share of the work that is done, 0 to 1. */
  readonly onProgress?: (fraction: number) => void;
  /** Of finding rules, by their names, where they are to differ from the documented ones. */
  readonly thresholds?: Thresholds;
  /** The moment of the profile in milliseconds since 1970 UTC: later dates lie in the future. */
  readonly now?: number;
  /** How much is done about relations between columns; `sample` where it is left out. */
  readonly relations?: RelationMode;
  /** What the table is checked against, and where the rows that break a rule go. */
  readonly contract?: { readonly contract: Contract; readonly failingRowsPath: string } | undefined;
}

const exampleRows = 10;

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
  const scratch = new NumberScratch(table.spareMemory);
  const hashes = new RowHashes(rows);
  const relations = new TableRelations(rows, names.length, mode);
  const personal = new TablePrivacy(now);
  const columns: ColumnProfile[] = [];
  const findings: Finding[] = [];
  const suggested: SuggestedRule[] = [];
  let entries = new Int32Array(Math.min(rows, 131_072));
  for (const { position, name } of names) {
    table.reset();
    for await (const { firstRow, chunk } of reader.column(position)) {
      if (chunk.length > entries.length) entries = new Int32Array(chunk.length);
      table.add(chunk, entries);
      table.mixInto(hashes.words, firstRow, entries, chunk.length);
      relations.add(position, table, firstRow, entries, chunk.length);
    }
    const cellAt = (row: number) => reader.cellAt(row, position);
    const profiled = profileColumn(table, { position, name, now, thresholds, scratch, cellAt });
    columns.push(profiled.profile);
    relations.addColumn(profiled.profile, profiled.view);
    personal.addColumn(profiled.profile, profiled.view);
    suggested.push(...mineColumn(profiled.profile, profiled.view));
    findings.push(...profiled.findings);
    onProgress((position + 1) / (names.length + 1));
  }
  const duplicates = hashes.repeats(exampleRows, table.spareMemory);
  const related = await relations.finish(reader, { words: hashes.words, spare: table.spareMemory });
  const privacy = await personal.finish(reader, { table, hashes });
  const cells = rows * columns.length;
  const absent = columns.reduce((sum, { metrics }) => sum + (metrics['nullCount'] ?? 0), 0);
  const contract = held && (await checkContract({ reader, ingest, columns, now, ...held }));
  const checks = contract ? contractChecks(contract, columns, now) : [];
  const quality = scoreQuality({ rows, duplicateRows: duplicates.count, columns, findings, rules: checks });
  return {
    schema: 'millrace.profile/1',
    ingest,
    columns,
    metrics: {
      rows,
      columns: columns.length,
      duplicateRows: duplicates.count,
      completeness: cells === 0 ? 0 : (cells - absent) / cells,
      ...relations.metrics(),
      ...qualityMetrics(quality),
    },
    ...(related === undefined ? {} : { relations: related }),
    privacy,
    quality,
    suggestedRules: [...suggested, ...mineTable(related, columns, rows)],
    ...(contract === undefined ? {} : { contract }),
    findings: [
      ...ingest.findings,
      ...(contract ? contractFindings(contract) : []),
      ...duplicateFinding(duplicates),
      ...relationFindings(related, columns, thresholds),
      ...privacyFindings(privacy, rows),
      ...findings,
    ],
  };
};
