import type { ColumnComparison, Comparison } from '@millrace/contracts';
import { compareTables, ingest, profile } from '@millrace/engine';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

export interface CompareFilesOptions {
  readonly json: boolean;
  /** Names of key columns, separated by commas. */
  readonly key?: string;
  /** Progress, for a person. */
  readonly tell: (text: string) => void;
  readonly print: (text: string) => void;
}

const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
const figure = (value: number) => (Math.abs(value) >= 1e6 || value % 1 === 0 ? String(value) : value.toPrecision(4));
const shownText = (text: string) => (text.length > 40 ? `${text.slice(0, 39)}…` : text);

const labelOf = ({ basis }: ColumnComparison, { value, from, to }: ColumnComparison['contributions'][number]): string => {
  const edge = (x: number) => (basis === 'times' ? new Date(x).toISOString() : figure(x));
  if (from !== null && to !== null) return `${edge(from)} to ${edge(to)}`;
  if (from !== null) return `from ${edge(from)}`;
  if (to !== null) return `below ${edge(to)}`;
  return value === null ? 'all others' : `"${shownText(value)}"`;
};

const columnLines = (column: ColumnComparison): string[] => {
  const { name, tests, contributions, absentShare } = column;
  return tests.flatMap(({ isAlarm, of, effect, adjusted, method }) => {
    if (!isAlarm) return [];
    const strength = `effect ${effect.toFixed(3)}, adjusted p ${adjusted < 1e-4 ? '< 0.0001' : adjusted.toFixed(4)}`;
    if (of === 'absence') return [`  drift: ${name}: absent ${percent(absentShare.before)} → ${percent(absentShare.after)} (${strength})`];
    const why = contributions
      .slice(0, 3)
      .map((part) => `${labelOf(column, part)} ${percent(part.before)} → ${percent(part.after)}`)
      .join('; ');
    return [`  drift: ${name}: ${method === 'chiSquare' ? "Cramér's V" : 'Kolmogorov–Smirnov'} ${strength}: ${why}`];
  });
};

const linesOf = ({ rows, columnSchema, columns, rowDifference, hasDrift }: Comparison): string[] => {
  const { added, removed, renamed, kindChanged, dateOrderChanged } = columnSchema;
  const drifted = columns.filter(({ verdict }) => verdict === 'drift').length;
  return [
    `${rows.before} → ${rows.after} rows, ${columns.length} columns in both: ${hasDrift ? `drift, in ${drifted} of them` : 'no drift'}`,
    ...added.map(({ name, kind }) => `  added: ${name} (${kind})`),
    ...removed.map(({ name, kind }) => `  removed: ${name} (${kind})`),
    ...renamed.map(({ before, after, similarity }) => `  perhaps renamed: ${before} → ${after} (${percent(similarity)} alike)`),
    ...kindChanged.map(
      ({ name, before, after, isBreaking }) => `  kind: ${name}: ${before} → ${after}${isBreaking ? ', which breaks readers' : ''}`,
    ),
    ...dateOrderChanged.map((name) => `  date order: ${name}: day and month have changed places`),
    ...columns.flatMap(columnLines),
    ...(rowDifference === null
      ? []
      : [
          `  rows by ${rowDifference.key.join(', ')}: ${rowDifference.matched} in both, ${rowDifference.added} added, ${rowDifference.removed} removed, ${rowDifference.changedRows} changed in ${rowDifference.changedCells} cells`,
          ...repeatedLines(rowDifference.repeatedKeys),
        ]),
  ];
};

const repeatedLines = ({ before, after }: { readonly before: number; readonly after: number }): string[] =>
  before + after === 0 ? [] : [`  not matched, as their key is not theirs alone: ${before} rows before, ${after} after`];

/**
 * Compares two files and prints what differs.
 * @returns whether there is drift
 * @throws Fault where a file cannot be read or the key is not in both
 */
export const compareFiles = async (before: string, after: string, { json, key, tell, print }: CompareFilesOptions): Promise<boolean> => {
  const folder = await mkdtemp(join(tmpdir(), 'millrace-'));
  const open = async (sourcePath: string, name: string) => {
    const workingCopyPath = join(folder, `${name}.parquet`);
    const onRows = (rows: number) => tell(`reading ${basename(sourcePath)}: ${rows} rows`);
    const read = await ingest({ sourcePath, options: {}, outputPath: workingCopyPath, asidePath: join(folder, `${name}.ndjson`), onRows });
    const onProgress = (share: number) => tell(`profiling ${basename(sourcePath)}: ${Math.round(share * 100)} %`);
    return { workingCopyPath, profile: await profile({ workingCopyPath, ingest: read, onProgress }) };
  };
  try {
    const found = await compareTables({
      before: await open(before, 'before'),
      after: await open(after, 'after'),
      key: key?.split(',').map((name) => name.trim()),
      onProgress: (share) => tell(`comparing ${Math.round(share * 100)} %`),
    });
    tell('');
    if (json) print(JSON.stringify(found));
    else for (const line of linesOf(found)) print(line);
    return found.hasDrift;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
