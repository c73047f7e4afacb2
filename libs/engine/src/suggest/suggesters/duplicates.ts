import type { Suggester } from '../proposal';

/** Whether two equal rows are one too many, only people know: the step is never on by itself. */
export const duplicates: Suggester = () => [
  {
    step: { step: 'dropDuplicates', keep: 'first' },
    safe: false,
    evidence: ['Some rows repeat an earlier one in every cell.'],
  },
];
