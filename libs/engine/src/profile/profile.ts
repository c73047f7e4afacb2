import type { ColumnProfile, Ingest, Kind, Profile } from '@millrace/contracts';
import { scanLight, type LightCounts } from './column-scan';
import { decideKind } from './decide-kind';
import { columnFindings, duplicateFinding } from './findings';
import { grammarKinds, type GrammarKind } from './grammar';
import { duplicateRows, frequencies, misfitRows, summariseNumbers } from './heavy-column';

export interface ProfileRequest {
  readonly workingCopyPath: string;
  readonly ingest: Ingest;
  /** Called after each column with the share of the work that is done, 0 to 1. */
  readonly onProgress?: (fraction: number) => void;
}

const numericKinds = new Set<Kind>(['integer', 'decimal', 'date', 'timestamp']);
const isGrammar = (kind: Kind): kind is GrammarKind => (grammarKinds as Kind[]).includes(kind);

const profileColumn = (path: string, rows: number, { position, name }: Ingest['columns'][number], light: LightCounts): ColumnProfile => {
  const tokens = light['tokens'] ?? 0;
  const nullCount = (light['absent'] ?? 0) + tokens;
  const { distinct, unique, top } = frequencies(path, position);
  const { kind, ...evidence } = decideKind(light, rows - nullCount, distinct);
  const numbers = numericKinds.has(kind) ? summariseNumbers(path, position, kind) : { metrics: {}, histogram: null };
  const lengths = Object.fromEntries(
    ['minLength', 'maxLength', 'meanLength'].flatMap((id) => (light[id] == null ? [] : [[id, light[id]]])),
  );
  return {
    position,
    name,
    kind,
    evidence: {
      ...evidence,
      misfitRows: evidence.misfits > 0 && isGrammar(evidence.candidate) ? misfitRows(path, position, evidence.candidate) : [],
    },
    metrics: {
      count: rows,
      nullCount,
      nullShare: rows === 0 ? 0 : nullCount / rows,
      tokenNullCount: tokens,
      distinctCount: distinct,
      uniqueCount: unique,
      paddedCount: light['padded'] ?? 0,
      ...lengths,
      ...numbers.metrics,
    },
    top,
    histogram: numbers.histogram,
  };
};

/** Profiles a working copy: the light part of all columns in one scan, then what sorts or groups, column by column. */
export const profile = ({ workingCopyPath, ingest, onProgress = () => undefined }: ProfileRequest): Profile => {
  const light = scanLight(workingCopyPath, ingest);
  const steps = ingest.columns.length + 2;
  onProgress(1 / steps);
  const columns = ingest.columns.map((column, at) => {
    const profiled = profileColumn(workingCopyPath, ingest.rows, column, light[at] ?? {});
    onProgress((at + 2) / steps);
    return profiled;
  });
  const duplicates = duplicateRows(workingCopyPath, columns.length);
  const cells = ingest.rows * columns.length;
  const absent = columns.reduce((sum, { metrics }) => sum + (metrics['nullCount'] ?? 0), 0);
  const findings = [...ingest.findings, ...duplicateFinding(duplicates), ...columnFindings(columns)];
  return {
    schema: 'millrace.profile/1',
    ingest,
    columns,
    metrics: {
      rows: ingest.rows,
      columns: columns.length,
      duplicateRows: duplicates,
      completeness: cells === 0 ? 0 : (cells - absent) / cells,
    },
    findings,
  };
};
