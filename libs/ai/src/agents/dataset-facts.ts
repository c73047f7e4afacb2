import type { Fact, Finding, Severity } from '@millrace/contracts';
import type { ColumnSubject, DatasetSubject } from './dataset-subject';

/** Columns with facts of their own, so that a wide table still fits a model's context. */
const columnsShown = 60;
const findingsShown = 40;

const columnFacts: Readonly<Record<string, { label: string; unit: Fact['unit'] }>> = {
  nullCount: { label: 'cells without a value', unit: 'cells' },
  nullShare: { label: 'share of cells without a value', unit: 'share' },
  distinctCount: { label: 'distinct values', unit: 'value' },
  min: { label: 'smallest value', unit: 'value' },
  max: { label: 'largest value', unit: 'value' },
  mean: { label: 'mean', unit: 'value' },
  median: { label: 'median', unit: 'value' },
  std: { label: 'standard deviation', unit: 'value' },
};

const weight: Readonly<Record<Severity, number>> = { error: 2, warning: 1, info: 0 };

/** Findings, the gravest first; among equals those that concern more cells. */
export const byGravity = (findings: readonly Finding[]): Finding[] =>
  [...findings].sort((a, b) => weight[b.severity] - weight[a.severity] || b.count - a.count).slice(0, findingsShown);

/** The columns worth telling of: those with findings first, then in order. */
export const shownColumns = ({ columns, findings }: DatasetSubject): { column: ColumnSubject; position: number }[] => {
  const concerned = new Set(findings.map(({ column }) => column));
  const all = columns.map((column, position) => ({ column, position }));
  return [...all.filter(({ column }) => concerned.has(column.name)), ...all.filter(({ column }) => !concerned.has(column.name))].slice(
    0,
    columnsShown,
  );
};

const factsOfColumn = ({ column, position }: { column: ColumnSubject; position: number }): Fact[] =>
  Object.entries(columnFacts).flatMap(([metric, { label, unit }]) => {
    const value = column.metrics[metric];
    return value === undefined ? [] : [{ id: `c${position}.${metric}`, label, column: column.name, value, unit }];
  });

const factsOfFinding = (finding: Finding, index: number): Fact[] => [
  { id: `f${index}.message`, label: finding.rule, column: finding.column, value: finding.message, unit: 'word' },
  { id: `f${index}.count`, label: 'cells or rows concerned', column: finding.column, value: finding.count, unit: 'cells' },
];

/** Every number and message that an agent may quote about a dataset. */
export const factsOf = (subject: DatasetSubject): Fact[] => [
  { id: 'rows', label: 'rows', column: null, value: subject.rows, unit: 'rows' },
  { id: 'columns', label: 'columns', column: null, value: subject.columns.length, unit: 'columns' },
  { id: 'findings', label: 'findings', column: null, value: subject.findings.length, unit: 'findings' },
  ...shownColumns(subject).flatMap(factsOfColumn),
  ...byGravity(subject.findings).flatMap(factsOfFinding),
];
