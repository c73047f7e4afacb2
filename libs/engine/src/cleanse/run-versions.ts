import pl, { type Expr } from 'nodejs-polars';
import { differs } from './differs';
import { rowName } from './row-name';

/** The cells that a run works on, of whatever columns, and which column each is of. */
export const cellName = 'cell';
export const whichName = 'which';

/** Where each row takes its cell of a column from. */
export const sourceName = (column: string): string => `${column} from`;

/** A cell as so many steps of a run have left it. */
export const versionName = (steps: number): string => `v${steps}`;

/** An expression takes longer to make than a small frame to be gone through: each is made once. */
const once = <T>(make: (of: number) => T): ((of: number) => T) => {
  const made: T[] = [];
  return (of) => (made[of] ??= make(of));
};

const version = once((steps) => pl.col(versionName(steps)));

/** Whether the last of so many steps has changed a cell. */
export const isOther = once((steps): Expr => differs(version(steps - 1), version(steps)));
export const anyOther = once((steps): Expr => isOther(steps).any().alias(versionName(steps)));
/** Whether so many steps together have. */
export const isOtherInAll = once((steps): Expr => differs(version(0), version(steps)));

/** A change as the log takes it. */
export const changeOf = once((steps): readonly Expr[] => [
  pl.col(whichName),
  pl.col(rowName).alias('row'),
  version(steps - 1).alias('before'),
  version(steps).alias('after'),
]);
export const lastOf = once((steps): readonly Expr[] => [pl.col(whichName), pl.col(rowName).alias('row'), version(steps).alias('after')]);
