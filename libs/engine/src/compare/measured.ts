import type { ColumnComparison } from '@millrace/contracts';
import type { Counts } from './statistics/shares';

type Test = ColumnComparison['tests'][number];
type Contribution = ColumnComparison['contributions'][number];

/** A test before it is known how many others there are. */
export type RawTest = Pick<Test, 'method' | 'statistic' | 'degreesOfFreedom' | 'probability' | 'effect'>;

/** How far two distributions lie apart, and over which categories or bins. */
export interface Measured {
  readonly measures: ColumnComparison['measures'];
  readonly counts: { readonly before: Counts; readonly after: Counts };
  readonly labelOf: (at: number) => Pick<Contribution, 'value' | 'from' | 'to'>;
  readonly test: RawTest;
}
