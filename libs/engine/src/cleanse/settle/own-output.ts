import {
  columnsOfRule,
  mayTake,
  selectorOf,
  selectsByCells,
  type RowRule,
  type Step,
  type StepName,
  type StepOf,
} from '@millrace/contracts';
import { inSnakeCase } from '../snake-case';
import type { NamedStep } from '../step';

/** What a column is called in this table: null for one that the recipe has left out of it before. */
type Resolve = (name: string) => string | null;

const leavesOut = (step: Step): step is StepOf<'dropColumns'> | StepOf<'dropSparseColumns'> =>
  step.step === 'dropColumns' || step.step === 'dropSparseColumns';

/** Whether a step that leaves columns out says so of one of that name. */
const tellsOf = (step: StepOf<'dropColumns'> | StepOf<'dropSparseColumns'>, name: string): boolean => {
  const selector = selectorOf(step);
  if (selector) return mayTake(selector, name);
  return Array.isArray(step.columns) && step.columns.includes(name);
};

/**
 * Whether a step may have left a column out for what its cells were: one that names none may have left out any. Where that was, in this run or
 * in one before it, nothing tells.
 */
const mayHaveLeftOut = (step: Step, name: string): boolean => {
  if (!leavesOut(step)) return false;
  const selector = selectorOf(step);
  if (step.step === 'dropColumns' && !(selector && selectsByCells(selector))) return false;
  return step.columns === undefined || tellsOf(step, name);
};

/**
 * What a recipe's own steps have made of a column that is not there: renamed by later ones, it has its new name, left out, it is gone; so it
 * is where one that leaves sparse columns out comes before. A name that none of them explains stays, and is a fault where it is looked for.
 */
export const resolver = (earlier: readonly Step[], later: readonly Step[], present: ReadonlySet<string>): Resolve => {
  const sparse = [...earlier, ...later.filter((step) => step.step === 'dropSparseColumns' && step.columns === undefined)];
  const resolve = (name: string, from: number): string | null => {
    if (present.has(name)) return name;
    for (let at = from; at < later.length; at += 1) {
      const step = later[at];
      if (step?.step === 'renameColumns') {
        const renamed = step.style === undefined ? step.names?.[name] : inSnakeCase(name);
        const found = renamed === undefined || renamed === name ? undefined : resolve(renamed, at + 1);
        if (found === null || (found !== undefined && present.has(found))) return found;
      } else if (step && leavesOut(step) && tellsOf(step, name)) return null;
    }
    return sparse.some((step) => mayHaveLeftOut(step, name)) ? null : name;
  };
  return (name) => resolve(name, 0);
};

const byName: ReadonlySet<StepName> = new Set(['dropColumns']);
const byNameOrCells: ReadonlySet<StepName> = new Set(['dropColumns', 'dropSparseColumns']);

export const namesAdded = (step: Step): readonly string[] => ('into' in step ? [step.into].flat() : []);

/**
 * Whether one of some later steps leaves columns out by their names, and they are gone: rows can not be compared any more as they were. Of
 * one that selects them nothing tells which they were.
 */
const isNarrowed = (later: readonly Step[], present: ReadonlySet<string>, by: ReadonlySet<StepName>): boolean =>
  later.some((step, at) => {
    if (!by.has(step.step) || !leavesOut(step) || !Array.isArray(step.columns)) return false;
    const names: readonly string[] = step.columns;
    const added = later.slice(0, at).flatMap(namesAdded);
    const renamed = later.slice(0, at).flatMap((one) => (one.step === 'renameColumns' ? Object.values(one.names ?? {}) : []));
    return names.every((name) => !present.has(name) && !added.includes(name) && !renamed.includes(name));
  });

const some = (names: readonly string[], resolve: Resolve): string[] => names.flatMap((name) => resolve(name) ?? []);
const all = (names: readonly string[], resolve: Resolve): string[] | null => {
  const found = some(names, resolve);
  return found.length === names.length ? found : null;
};

const withKeys = <T>(record: Readonly<Record<string, T>>, resolve: Resolve): Record<string, T> =>
  Object.fromEntries(Object.entries(record).flatMap(([name, value]) => some([name], resolve).map((found) => [found, value])));

const mergingOnOwnOutput = (step: NamedStep<'mergeRecords'>, resolve: Resolve, isNarrower: boolean): NamedStep | null => {
  const named = [...(step.columns ?? []), ...(step.keys ?? [])];
  const [recentBy, source] = [step.recentBy && resolve(step.recentBy), step.sourceBy && resolve(step.sourceBy.column)];
  if (all(named, resolve) === null || recentBy === null || source === null) return null;
  if (step.columns === undefined && step.keys === undefined && isNarrower) return null;
  return {
    ...step,
    ...(step.columns && { columns: some(step.columns, resolve) }),
    ...(step.keys && { keys: some(step.keys, resolve) }),
    ...(step.comparators && { comparators: withKeys(step.comparators, resolve) }),
    survivorship: { ...step.survivorship, columns: withKeys(step.survivorship.columns, resolve) },
    ...(step.valid && { valid: withKeys(step.valid, resolve) }),
    ...(recentBy !== undefined && { recentBy }),
    ...(step.sourceBy && source !== undefined && { sourceBy: { ...step.sourceBy, column: source } }),
  };
};

/** A rule with other names of its columns, in their order. */
const renamedRule = (rule: RowRule, [first = '', ...others]: readonly string[]): RowRule => {
  if (rule.kind === 'key') return { ...rule, columns: [first, ...others] };
  if (rule.kind === 'dependency') return { ...rule, determinants: [first, ...others.slice(0, -1)], dependent: others.at(-1) ?? '' };
  return rule.kind === 'references' ? { ...rule, column: first, to: others[0] ?? '' } : { ...rule, column: first };
};

const keepingRules = (step: NamedStep<'quarantineRows'>, resolve: Resolve): NamedStep | null => {
  const rules = (step.rules ?? []).flatMap((rule) => {
    const found = all(columnsOfRule(rule), resolve);
    return found ? [renamedRule(rule, found)] : [];
  });
  return rules.length === 0 ? null : { ...step, rules };
};

/**
 * A step as it is for a table on which its recipe may have run before; null where nothing of it is left to do.
 * @param steps of the recipe
 * @param at its place among them
 * @param present names of the columns as they are when it runs
 */
export const onOwnOutput = (step: NamedStep, steps: readonly Step[], at: number, present: ReadonlySet<string>): NamedStep | null => {
  const later = steps.slice(at + 1);
  const resolve = resolver(steps.slice(0, at), later, present);
  switch (step.step) {
    case 'renameColumns': {
      if (step.names === undefined) return step;
      const isLeft = ([from, to]: [string, string]): boolean =>
        present.has(from) || present.has(to) || (resolve(from) !== null && resolve(to) !== null);
      const names = Object.entries(step.names).filter(isLeft);
      return { ...step, names: Object.fromEntries(names) };
    }
    case 'dropColumns':
    case 'dropSparseColumns':
    case 'deriveColumn':
      return step;
    case 'dropDuplicates': {
      // Which columns were sparse can not be told from a table that has them no more: rows that are alike without them leave, the first time too.
      if (step.keys === undefined) return isNarrowed(later, present, byName) ? null : step;
      const keys = all(step.keys, resolve);
      return keys && { ...step, keys };
    }
    case 'mergeRecords':
      return mergingOnOwnOutput(step, resolve, isNarrowed(later, present, byNameOrCells));
    case 'quarantineRows':
    case 'filterRows': {
      if (step.step === 'quarantineRows' && step.where === undefined) return keepingRules(step, resolve);
      const { where = [] } = step;
      const names = where.map(({ column }) => column);
      const found = all(names, resolve);
      return found && { ...step, where: where.map((condition, at) => ({ ...condition, column: found[at] ?? condition.column })) };
    }
    case 'correctCells': {
      const identifiedBy = all(step.identifiedBy, resolve);
      const cells = step.cells.flatMap((cell) => some([cell.column], resolve).map((column) => ({ ...cell, column })));
      return identifiedBy === null || cells.length === 0 ? null : { ...step, identifiedBy, cells };
    }
    case 'repairByDependency': {
      const dependencies = step.dependencies.flatMap(({ from, to }) => {
        const found = all([...from, to], resolve);
        return found ? [{ from: found.slice(0, -1), to: found.at(-1) ?? to }] : [];
      });
      return dependencies.length === 0 ? null : { ...step, dependencies };
    }
    case 'reconcileSources': {
      const [key, source, columns] = [resolve(step.key), resolve(step.source), some(step.columns, resolve)];
      return key === null || source === null || columns.length === 0
        ? null
        : { ...step, key, source, columns, apart: withKeys(step.apart, resolve) };
    }
    case 'moveSuffix': {
      const [from, to] = [resolve(step.from), resolve(step.to)];
      return from === null || to === null ? null : { ...step, from, to };
    }
    case 'splitColumn':
    case 'flagOutliers':
    case 'extractPattern': {
      const column = resolve(step.column);
      return column === null ? null : { ...step, column };
    }
    case 'matchRecords': {
      const columns = step.columns && some(step.columns, resolve);
      if (columns?.length === 0) return null;
      return { ...step, ...(columns && { columns }), ...(step.comparators && { comparators: withKeys(step.comparators, resolve) }) };
    }
    case 'mergeColumns': {
      const columns = all(step.columns, resolve);
      return columns && { ...step, columns };
    }
    case 'imputeNulls': {
      const [columns, by] = [some(step.columns, resolve), step.by && all(step.by, resolve)];
      return columns.length === 0 || by === null ? null : { ...step, columns, ...(by && { by }) };
    }
    default: {
      if (step.columns === undefined) return step;
      const columns = some(step.columns, resolve);
      return columns.length === 0 ? null : { ...step, columns };
    }
  }
};
