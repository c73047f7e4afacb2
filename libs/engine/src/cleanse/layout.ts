import type { LayoutChange } from '@millrace/contracts';
import type { StepColumn } from './step';

/** The columns of a table after what was done to them, in order. What was done to a column that is not there is passed over. */
export const columnsAfter = (columns: readonly StepColumn[], changes: readonly LayoutChange[]): StepColumn[] => {
  let now = [...columns];
  for (const change of changes) {
    const { kind } = change;
    if (kind === 'add') {
      const after = now.findIndex(({ position }) => position === change.after);
      const { position, name } = change;
      now = now.toSpliced(after < 0 ? now.length : after + 1, 0, { position, name });
    } else if (kind === 'drop') now = now.filter(({ position }) => position !== change.position);
    else if (kind === 'rename')
      now = now.map((column) => (column.position === change.position ? { ...column, name: change.name } : column));
    else {
      const { first } = change;
      const moved = first.flatMap((position) => now.find((column) => column.position === position) ?? []);
      now = [...moved, ...now.filter(({ position }) => !first.includes(position))];
    }
  }
  return now;
};

/** Every column that a table ever had, by the name that it had first: what the change log calls it. */
export const everyColumn = (columns: readonly StepColumn[], changes: readonly LayoutChange[]): StepColumn[] => [
  ...columns,
  ...changes.flatMap((change) => (change.kind === 'add' ? [{ position: change.position, name: change.name }] : [])),
];

/** All names that a column ever had. */
export const namesEver = ({ position, name }: StepColumn, changes: readonly LayoutChange[]): string[] => [
  name,
  ...changes.flatMap((change) => (change.kind === 'rename' && change.position === position ? [change.name] : [])),
];
