import type { Kind, LayoutChange, SemanticTypeId } from '@millrace/contracts';
import { columnsAfter, everyColumn } from '../layout';
import type { StepColumn } from '../step';

/** What is known of a column beside its name when a step runs. */
export interface ColumnFact {
  /** What else it is called. */
  readonly names: ReadonlySet<string>;
  readonly kinds: ReadonlySet<Kind>;
  readonly semanticTypes: ReadonlySet<SemanticTypeId>;
}

/** By the names that columns had first. */
export type ColumnFacts = ReadonlyMap<string, ColumnFact>;

const noFact: ColumnFact = { names: new Set(), kinds: new Set(), semanticTypes: new Set() };

const either = <T>(some: ReadonlySet<T>, others: ReadonlySet<T>): Set<T> => new Set([...some, ...others]);

/** What either says of columns. */
export const joinFacts = (some: ColumnFacts, others: ColumnFacts): ColumnFacts =>
  new Map(
    [...new Set([...some.keys(), ...others.keys()])].map((name) => {
      const [a, b] = [some.get(name) ?? noFact, others.get(name) ?? noFact];
      return [
        name,
        {
          names: either(a.names, b.names),
          kinds: either(a.kinds, b.kinds),
          semanticTypes: either(a.semanticTypes, b.semanticTypes),
        },
      ];
    }),
  );

/** A column that a recipe has left, with the name that it had first. */
export interface LeftColumn extends StepColumn {
  readonly first: string;
}

/** The columns of a table after what was done to them, in order. */
export const columnsLeft = (columns: readonly StepColumn[], layout: readonly LayoutChange[]): LeftColumn[] => {
  const first = new Map(everyColumn(columns, layout).map(({ position, name }) => [position, name]));
  return columnsAfter(columns, layout).map((column) => ({ ...column, first: first.get(column.position) ?? column.name }));
};

/** What is known of columns that a recipe has left: what they are called now, and what their cells tell. */
export const factsByFirst = (
  left: readonly LeftColumn[],
  cellsTell: (column: LeftColumn, at: number) => ColumnFact | undefined,
): ColumnFacts =>
  new Map(left.map((column, at) => [column.first, { ...(cellsTell(column, at) ?? noFact), names: new Set([column.name]) }]));
