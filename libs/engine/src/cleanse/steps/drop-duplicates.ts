import pl from 'nodejs-polars';
import { rowKey } from '../row-key';
import type { StepCompiler } from '../step';

export const dropDuplicates: StepCompiler<'dropDuplicates'> = {
  on: 'rows',
  compile: ({ keep, keys: named }, keys) => {
    const key = rowKey(keys);
    const repeats = keep === 'first' ? key.isFirstDistinct().not() : key.reverse().isFirstDistinct().not().reverse();
    // Named keys identify a row only if every one of them is there; whole rows may well have gaps.
    const keyed =
      named === undefined
        ? repeats
        : keys
            .map((one) => pl.col(one).isNotNull())
            .reduce((all, one) => all.and(one))
            .and(repeats);
    return {
      leaves: keyed,
      reason: named === undefined ? 'repeats another row in every cell' : `repeats another row in ${named.join(', ')}`,
    };
  },
};
