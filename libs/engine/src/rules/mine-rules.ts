import type { ColumnProfile, Relations, SuggestedRule } from '@millrace/contracts';
import type { ColumnView } from '../profile/column-view';
import { classCode } from '../profile/values/classify-value';
import { maskPattern } from './mask-pattern';
import { suggest } from './suggest-rule';

const mostSetValues = 100;
/** A value of a set makes at least this share of the cells; what is rarer may be a slip. */
const leastValueShare = 0.001;
const longestUnique = 64;

const isoOf = (milliseconds: number, kind: ColumnProfile['kind']): string =>
  new Date(milliseconds).toISOString().slice(0, kind === 'date' ? 10 : 24);

const grammars = ['integer', 'decimal', 'boolean', 'date', 'timestamp'] as const;
const grammarOf = (kind: ColumnProfile['kind']) => grammars.find((name) => name === kind);

/** What one column suggests. Dates and timestamps are bounded in ISO 8601. */
export const mineColumn = (profile: ColumnProfile, view: ColumnView): SuggestedRule[] => {
  const { name: column, kind, evidence, metrics, masks } = profile;
  const { count = 0, nullCount = 0, distinctCount = 0, duplicateCount = 0, maxLength = 0, min, max } = metrics;
  const present = count - nullCount;
  if (present === 0) return [];
  const type = grammarOf(evidence.candidate);
  const isTime = type === 'date' || type === 'timestamp';
  const found = suggest({ kind: 'notNull', column }, count, nullCount);
  if (type) found.push(...suggest({ kind: 'type', column, type }, present, evidence.misfits));
  if (type !== 'decimal' && type !== 'boolean' && !isTime && maxLength <= longestUnique && duplicateCount <= present * 0.01)
    found.push(...suggest({ kind: 'unique', column }, present, duplicateCount));
  if (type !== undefined && min !== undefined && max !== undefined && evidence.misfits === 0) {
    const bound = (value: number) => (isTime ? isoOf(value, kind) : value);
    found.push(...suggest({ kind: 'range', column, min: bound(min), max: bound(max) }, present, 0));
  }
  if (kind === 'category' && distinctCount <= mostSetValues) found.push(...mineSet(column, present, view));
  const [mask] = masks;
  if (mask && type === undefined && kind !== 'category')
    found.push(...suggest({ kind: 'pattern', column, pattern: maskPattern(mask.value) }, present, present - mask.count));
  return found;
};

const mineSet = (column: string, present: number, { table }: ColumnView): SuggestedRule[] => {
  const entries = Array.from({ length: table.size }, (_, entry) => entry).filter((entry) => table.classes[entry] !== classCode.nullToken);
  const usual = entries.filter((entry) => table.counts[entry]! >= present * leastValueShare);
  const values = usual.flatMap((entry) => table.textOf(entry) ?? []).toSorted();
  if (values.length < usual.length || values.length === 0) return [];
  const violations = present - usual.reduce((sum, entry) => sum + table.counts[entry]!, 0);
  return suggest({ kind: 'inSet', column, values }, present, violations);
};

/** What columns suggest together: composite keys, and dependencies (over the rows that were looked at). */
export const mineTable = (relations: Relations | undefined, columns: readonly ColumnProfile[], rows: number): SuggestedRule[] => {
  if (relations === undefined) return [];
  const name = (position: number) => columns[position]!.name;
  const keys = relations.keys.candidates
    .filter(({ columns: set }) => set.length > 1)
    .slice(0, 5)
    .flatMap(({ columns: set }) => suggest({ kind: 'key', columns: set.map(name) }, rows, 0));
  const dependencies = relations.dependencies.found.flatMap(({ determinants, dependent, support, violations }) =>
    suggest({ kind: 'dependency', determinants: determinants.map(name), dependent: name(dependent) }, support, violations),
  );
  return [...keys, ...dependencies];
};
