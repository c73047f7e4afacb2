import type { DataFrame } from 'nodejs-polars';
import { leastKeyRows, repeatsOf, startsAsKey } from '../cleanse/invariants/keys';
import { stepCompilers } from '../cleanse/step-compilers';
import type { NamedStep } from '../cleanse/step';
import { cell } from '../ingest/working-copy';
import type { Proposal } from './proposal';

/** Columns that tell every row from the others as they came, and have to go on doing so: a run whose recipe breaks one is not published. */
export class KeptKeys {
  private readonly known = new Map<number, boolean>();

  /** @param seesAll whether the frames have all rows of the table; where they have not, no change of such a column is known to be harmless */
  constructor(
    private readonly rows: number,
    private readonly seesAll: boolean,
  ) {}

  /**
   * Of the columns that a step changes, those that would not tell all rows apart any more, or may not.
   * @param before to which no safe step has been applied that this was not asked of
   */
  lostBy(before: DataFrame, after: DataFrame, changed: ReadonlySet<number>): number[] {
    if (this.rows < leastKeyRows) return [];
    return [...changed].filter(
      (position) => position >= 0 && this.isKey(before, position) && !(this.seesAll && repeatsOf([after.getColumn(cell(position))]) === 0),
    );
  }

  private isKey(frame: DataFrame, position: number): boolean {
    const known = this.known.get(position);
    if (known !== undefined) return known;
    const column = frame.getColumn(cell(position));
    const isKey = startsAsKey(column) && column.nullCount() === 0 && repeatsOf([column]) === 0;
    this.known.set(position, isKey);
    return isKey;
  }
}

/** What is said where some columns of a proposal wait for people: of those, and of the step that is left. */
interface Doubt {
  readonly why: string;
  readonly leftOut: string;
}

/** Of keys that would be lost. */
export const doubtOfKeys = (lost: readonly string[]): Doubt => {
  const names = lost.map((name) => `"${name}"`).join(', ');
  return {
    why: `Rows that ${names} tells apart may come to share it: people have to say whether they are the same.`,
    leftOut: `${names} is left out: rows that it tells apart may come to share it.`,
  };
};

/** A safe proposal without some columns, and the one for those, which waits: all of it where the step looks at several columns together. */
export const withoutColumns = (proposal: Proposal, waitingFor: readonly string[], { why, leftOut }: Doubt): Proposal[] => {
  const { step, evidence } = proposal;
  const waiting = { ...proposal, safe: false, evidence: [...evidence, why] };
  if (stepCompilers[step.step].on !== 'cells' || !('columns' in step) || step.columns === undefined) return [waiting];
  const own = step.columns.filter((name) => !waitingFor.includes(name));
  const only = (columns: string[]): NamedStep => ({ ...step, columns });
  const rest = { ...proposal, step: only(own), evidence: [...evidence, leftOut] };
  return [...(own.length > 0 ? [rest] : []), { ...waiting, step: only([...waitingFor]) }];
};
