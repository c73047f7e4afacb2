import { countBy } from '../table-view';
import type { Suggester } from '../proposal';

/** As the step trims: Unicode White_Space, which JavaScript's `\s` has but for U+0085. */
const isPadded = (value: string): boolean => /^[\s\u0085]|[\s\u0085]$/.test(value);

export const whiteSpace: Suggester = (view) => {
  const padded = view.columns.flatMap(({ position, name }) => {
    const cells = countBy(view.column(position), isPadded).get(true) ?? 0;
    return cells === 0 ? [] : [{ name, cells }];
  });
  if (padded.length === 0) return [];
  return [
    {
      step: { step: 'trimWhitespace', columns: padded.map(({ name }) => name) },
      safe: true,
      evidence: padded.map(({ name, cells }) => `${cells} cells of "${name}" begin or end with white space.`),
    },
  ];
};
