import { discoverDependencies, type Dependency } from '../../relations/discover-dependencies';
import { learnHabit, repairByDependency } from '../../repair/repair-by-dependency';
import { editsBetween } from '../../repair/edits';
import { repairTypos } from '../../repair/repair-typos';
import type { ErrorHabit } from '../../repair/judge-typo';
import type { Proposal, Suggester } from '../proposal';
import type { TableView } from '../table-view';
import { toldApart } from '../told-apart';

const leastStrength = 0.7;
const threshold = 0.95;
/** Of what waits for a yes. */
const doubtful = 0.75;
/** A few odd cells in a whole table may be true; where slips are common, an odd cell is one. */
const leastRepairs = 10;
/** Of those, so many in the column itself, before one of its values is a slip for its looks. */
const leastInColumn = 3;
/** Of each column. */
const mostDependencies = 8;

const strongest = (dependencies: readonly Dependency[]): Dependency[] => {
  const counts = new Map<number, number>();
  return dependencies.filter(({ dependent }) => {
    counts.set(dependent, (counts.get(dependent) ?? 0) + 1);
    return (counts.get(dependent) ?? 0) <= mostDependencies;
  });
};

interface Slips {
  readonly habit: ErrorHabit;
  /** By position of a column, its cells in which letters were mistaken and of which other columns tell what they should be. */
  readonly proven: ReadonlyMap<number, number>;
}

const byDependency = (
  view: TableView,
  dependencies: readonly Dependency[],
  habit: ErrorHabit,
): { readonly proposals: readonly Proposal[]; readonly proven: Slips['proven'] } => {
  const names = view.columns.map(({ name }) => name);
  const table = {
    rows: view.rows,
    columns: view.columns.map(({ position }) => view.column(position)),
  };
  const repairs = repairByDependency(table, dependencies, {
    names,
    habit,
    threshold,
  });
  const changed = new Set(repairs.map(({ column }) => column));
  const used = dependencies.filter(({ dependent }) => changed.has(dependent));
  if (used.length === 0) return { proposals: [], proven: new Map() };
  const nameOf = (at: number): string => names[at] ?? '';
  const proposals = [
    {
      step: {
        step: 'repairByDependency',
        dependencies: used.map(({ determinants, dependent }) => ({
          from: determinants.map(nameOf),
          to: nameOf(dependent),
        })),
        ...(habit.mark === null ? {} : { mark: habit.mark }),
        threshold,
      },
      safe: habit.mark !== null || repairs.length >= leastRepairs,
      evidence: [
        ...(habit.mark === null ? [] : [`Slips that are known by other evidence have "${habit.mark}" where something else belongs.`]),
        ...used.map(
          ({ determinants, dependent, support, violations, strength }) =>
            `"${determinants.map(nameOf).join('" and "')}" decides "${nameOf(dependent)}" in ${support - violations} of ${support} rows (strength ${strength.toFixed(3)}).`,
        ),
      ],
    },
  ] satisfies Proposal[];
  const isSlip = (before: string | null, after: string) => before !== null && editsBetween(before, after, 1, 1)?.isStyle === false;
  const proven = new Map<number, number>();
  for (const { column, before, after } of repairs) {
    const position = view.columns[column]?.position ?? -1;
    if (isSlip(before, after)) proven.set(position, (proven.get(position) ?? 0) + 1);
  }
  return { proposals, proven };
};

/** What is proposed for columns of which slips are known to be made, or not. */
const inSome = (view: TableView, columns: TableView['columns'], habit: ErrorHabit, safe: boolean): Proposal[] => {
  const found = columns.flatMap(({ position, name }) => {
    const column = view.column(position);
    const repairs = repairTypos(column, habit, safe ? threshold : doubtful);
    const apart = habit.mark === null && safe ? toldApart(view, position, repairs) : new Set<number>();
    const left = repairs.filter(({ code }) => !apart.has(code));
    return left.length === 0 ? [] : [{ name, count: left.length, except: [...apart].map((code) => column.values[code] ?? '') }];
  });
  const except = [...new Set(found.flatMap((one) => one.except))];
  if (found.length === 0) return [];
  return [
    {
      step: {
        step: 'repairTypos',
        columns: found.map(({ name }) => name),
        ...(habit.mark === null ? {} : { mark: habit.mark }),
        ...(except.length > 0 && { except }),
        threshold: safe ? threshold : doubtful,
      },
      safe,
      evidence: found.flatMap(({ name, count, except: { length } }) => [
        `${count} values of "${name}" are rare and look like frequent ones.`,
        ...(length > 0 ? [`${length} more do, of which other columns say something else than of those.`] : []),
      ]),
    },
  ];
};

/**
 * Values that look like frequent ones. How a value looks never tells a slip from something else that is written nearly so: without a known
 * making of errors, or slips that other columns prove in the same column, they wait for a yes.
 */
const inColumns = (view: TableView, { habit, proven }: Slips): Proposal[] => {
  const areCommon = [...proven.values()].reduce((sum, count) => sum + count, 0) >= leastRepairs;
  const isSafe = ({ position }: { readonly position: number }) =>
    habit.mark !== null || (areCommon && (proven.get(position) ?? 0) >= leastInColumn);
  return [
    ...inSome(view, view.columns.filter(isSafe), habit, true),
    ...inSome(view, view.columns.filter((column) => !isSafe(column)), habit, false),
  ]; // prettier-ignore
};

/** Dependencies first: what they show of how errors were made helps to find those that no dependency shows. */
export const slips = (): readonly Suggester[] => {
  let known: Slips = { habit: { mark: null }, proven: new Map() };
  return [
    (view) => {
      const table = {
        rows: view.rows,
        columns: view.columns.map(({ position }) => view.column(position)),
      };
      const dependencies = strongest(discoverDependencies(table, { minStrength: leastStrength }));
      const habit = learnHabit(table, dependencies);
      const { proposals, proven } = byDependency(view, dependencies, habit);
      known = { habit, proven };
      return proposals;
    },
    (view) => inColumns(view, known),
  ];
};
