import type { ColumnProfile } from '@millrace/contracts';

const least = 0.98;

/** A grammar or list knows nearly all values of the column: codes of which most look like numbers are no numbers gone wrong. */
export const isWellKnown = ({ semantic }: Pick<ColumnProfile, 'semantic'>): boolean =>
  semantic.some(({ confirmed, share }) => confirmed && share >= least);
