import type { StepOf } from '@millrace/contracts';
import { areBothMeant, isAnotherName } from '../repair/natural-variants';
import type { ValueCluster } from './clusters';

type By = StepOf<'clusterValues'>['by'];
type Value = ValueCluster['values'][number];

/** How sure it is that a value is a spelling of its cluster's most frequent one, and that one the right one. */
const sureOf = (by: By): number => (by === 'fingerprint' ? 0.95 : 0.8);
/** That it is one, where something says that both are meant. */
const unsureOf = (by: By): number => (by === 'fingerprint' ? 0.7 : 0.6);

export interface JudgedValue extends Value {
  readonly confidence: number;
  /** Why it is not sure. */
  readonly doubt: string | null;
}

/** Names that look or sound alike are names of their own; what has the same words is written otherwise at most. */
const isOwnName = (by: By, { text }: Value, head: Value): boolean => by !== 'fingerprint' && isAnotherName(text, head.text);

/**
 * Judges the values of a cluster but the most frequent one, to which they are to be changed. Values that are written in many cells each are
 * meant so, and where two are the most frequent nothing tells which is right. What becomes of the sure ones counts for the head, so that a
 * cluster is judged the same once they are changed.
 */
export const judgeCluster = ({ values: [head, ...others] }: ValueCluster, by: By): JudgedValue[] => {
  if (head === undefined) return [];
  const isTied = others[0]?.count === head.count;
  const judge = (value: Value, cells: number): string | null => {
    if (isTied) return 'none is the most frequent';
    if (isOwnName(by, value, head)) return 'it may be a name of its own';
    return areBothMeant(value.count, cells) ? 'both are frequent' : null;
  };
  let cells = head.count;
  for (let before = -1; before !== cells;) {
    before = cells;
    cells = head.count + others.reduce((sum, value) => sum + (judge(value, before) === null ? value.count : 0), 0);
  }
  return others.map((value) => {
    const doubt = judge(value, cells);
    return { ...value, doubt, confidence: doubt === null ? sureOf(by) : unsureOf(by) };
  });
};
