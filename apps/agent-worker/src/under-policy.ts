import type { DatasetSubject } from '@millrace/ai';
import type { ColumnPolicy } from '@millrace/contracts';

/** Metrics that are the value of one cell, or nearly. */
const cellMetrics = new Set(['min', 'max', 'range', 'q01', 'q99']);

/**
 * What agents may know of a dataset under its policy: a dropped column is not there, nor what was found in it; of one that is masked or
 * hashed neither formats nor single values are told.
 */
export const underPolicy = (subject: DatasetSubject, policies: readonly ColumnPolicy[]): DatasetSubject => {
  const actions = new Map(policies.map(({ column, action }) => [column, action]));
  const isDropped = (name: string | null) => name !== null && actions.get(name) === 'drop';
  return {
    ...subject,
    findings: subject.findings.filter(({ column }) => !isDropped(column)),
    columns: subject.columns
      .filter(({ name }) => !isDropped(name))
      .map((column) => {
        const action = actions.get(column.name) ?? 'allow';
        if (action === 'allow') return column;
        const metrics = Object.fromEntries(Object.entries(column.metrics).filter(([id]) => !cellMetrics.has(id)));
        return { ...column, masks: [], metrics };
      }),
  };
};
