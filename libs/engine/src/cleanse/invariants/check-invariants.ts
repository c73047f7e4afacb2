import type { Invariant, Outcome } from './invariant';
import { changedShare } from './changed-share';
import { keys } from './keys';
import { newNulls } from './new-nulls';
import { rowArithmetic } from './row-arithmetic';
import { sums } from './sums';
import { untouched } from './untouched';

/** The cheap ones first. */
const invariants: readonly Invariant[] = [rowArithmetic, changedShare, newNulls, untouched, sums, keys];

/** Holds a cleansing against its input before it is published. @throws Fault `invariant-broken` */
export const checkInvariants = async (outcome: Outcome): Promise<void> => {
  for (const check of invariants) await check(outcome);
};
