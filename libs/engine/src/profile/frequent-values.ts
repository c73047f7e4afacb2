import type { ColumnProfile } from '@millrace/contracts';
import type { ColumnView } from './column-view';
import { cellsByMask, mostFrequent } from './most-frequent';
import { maskOf } from './values/describe-text';

type Frequency = ColumnProfile['top'][number];

const shownCount = 10;

export interface FrequentValues {
  readonly top: Frequency[];
  readonly rarest: Frequency[];
  readonly nullTokens: Frequency[];
  readonly masks: Frequency[];
}

/**
 * Values and format masks that occur most and least often; ties in order of their first rows. Rarest values are given where some value
 * repeats and not all of them are among the most frequent.
 * @param textOf reads the text of an entry that the table does not hold
 */
export const frequentValues = ({ table, frequencies, classCounts }: ColumnView, textOf: (entry: number) => string): FrequentValues => {
  const { counts, maskFirst } = table;
  const show = (entries: readonly number[]) => entries.map((entry) => ({ value: textOf(entry), count: counts[entry]! }));
  const { distinct, unique } = frequencies();
  const hasRarest = distinct > shownCount && unique < distinct;
  const cells = cellsByMask(table);
  const masks = Array.from(maskFirst.keys())
    .filter((at) => cells[at + 1]! > 0)
    .sort((a, b) => cells[b + 1]! - cells[a + 1]! || a - b)
    .slice(0, shownCount);
  return {
    top: show(mostFrequent(table, shownCount)),
    rarest: hasRarest ? show(mostFrequent(table, shownCount, { rarest: true })) : [],
    nullTokens: classCounts().nullToken === 0 ? [] : show(mostFrequent(table, shownCount, { ofTokens: true })),
    masks: masks.map((at) => ({ value: maskOf(textOf(maskFirst[at]!)), count: cells[at + 1]! })),
  };
};
