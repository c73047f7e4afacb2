import type { DatasetSubject } from '@millrace/ai';
import { metricCatalogue, type ColumnPolicy } from '@millrace/contracts';

const units: ReadonlyMap<string, string> = new Map(Object.entries(metricCatalogue).map(([id, { unit }]) => [id, unit]));

/** Numbers that are cells, or may be one: the median of card numbers is a card number. */
const isOfCells = (metric: string): boolean => (units.get(metric) ?? 'value') === 'value';

const naming = (name: string): RegExp =>
  new RegExp(`(?<![\\p{L}\\p{N}_])${name.replaceAll(/[.*+?^${}()|[\]\\/-]/g, String.raw`\$&`)}(?![\\p{L}\\p{N}_])`, 'u');

/**
 * What agents may know of a dataset under its policy: a dropped column is not there, nor any finding about it or that names it; of one that
 * is masked or hashed neither formats nor values are told, only counts and shares.
 */
export const underPolicy = (subject: DatasetSubject, policies: readonly ColumnPolicy[]): DatasetSubject => {
  const actions = new Map(policies.map(({ column, action }) => [column, action]));
  const dropped = subject.columns.flatMap(({ name }) => (actions.get(name) === 'drop' ? [naming(name)] : []));
  const isDropped = (name: string | null) => name !== null && actions.get(name) === 'drop';
  return {
    ...subject,
    findings: subject.findings.filter(({ column, message }) => !isDropped(column) && !dropped.some((name) => name.test(message))),
    columns: subject.columns
      .filter(({ name }) => !isDropped(name))
      .map((column) => {
        const action = actions.get(column.name) ?? 'allow';
        if (action === 'allow') return column;
        const metrics = Object.fromEntries(Object.entries(column.metrics).filter(([id]) => !isOfCells(id)));
        return { ...column, masks: [], metrics };
      }),
  };
};
