import type { ColumnProfile } from '@millrace/contracts';
import type { ColumnView } from './column-view';
import { classCode } from './values/classify-value';
import { maskOf } from './values/describe-text';

type Frequency = ColumnProfile['top'][number];

/** Entries with the highest weights that are wanted, at most `most`; ties go to the entry that was seen first. */
const heaviest = (size: number, most: number, weightOf: (entry: number) => number, wanted: (entry: number) => boolean): number[] => {
  const kept: number[] = [];
  let least = -Infinity;
  for (let entry = 0; entry < size; entry += 1) {
    const weight = weightOf(entry);
    if (weight <= least || !wanted(entry)) continue;
    let at = kept.length;
    while (at > 0 && weight > weightOf(kept[at - 1]!)) at -= 1;
    kept.splice(at, 0, entry);
    if (kept.length > most) kept.pop();
    if (kept.length === most) least = weightOf(kept[most - 1]!);
  }
  return kept;
};

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
  const { size, counts, classes, maskIds, maskFirst } = table;
  const isToken = (entry: number) => classes[entry] === classCode.nullToken;
  const isValue = (entry: number) => !isToken(entry);
  const show = (entries: readonly number[]) => entries.map((entry) => ({ value: textOf(entry), count: counts[entry]! }));
  const often = (entry: number) => counts[entry]!;
  const seldom = (entry: number) => -counts[entry]!;
  const { distinct, unique } = frequencies();
  const tokens = classCounts().nullToken;
  const hasRarest = distinct > shownCount && unique < distinct;
  const maskCounts = new Float64Array(maskFirst.length + 1);
  for (let entry = 0; entry < size; entry += 1) if (isValue(entry)) maskCounts[maskIds[entry]!]! += counts[entry]!;
  const masks = heaviest(
    maskFirst.length,
    shownCount,
    (at) => maskCounts[at + 1]!,
    (at) => maskCounts[at + 1]! > 0,
  );
  return {
    top: show(heaviest(size, shownCount, often, isValue)),
    rarest: hasRarest ? show(heaviest(size, shownCount, seldom, isValue)) : [],
    nullTokens: show(tokens === 0 ? [] : heaviest(size, shownCount, often, isToken)),
    masks: masks.map((at) => ({ value: maskOf(textOf(maskFirst[at]!)), count: maskCounts[at + 1]! })),
  };
};
