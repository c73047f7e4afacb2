import { withoutNoise } from '../../repair/without-noise';
import { percent, type Suggester } from '../proposal';
import { countBy } from '../table-view';

/** Part of a column's numbers that must be short: where most have many digits, these may well be meant. */
const leastShort = 0.6;
const shortDigits = 8;

const kindOf = (value: string): 'noise' | 'short' | 'number' | 'other' => {
  if (!/^[+-]?(?:\d+(?:\.\d+)?|\.\d+)$/.test(value)) return 'other';
  if (withoutNoise(value) !== null) return 'noise';
  return value.replace(/^[+-]?0*\.?0*/, '').length <= shortDigits ? 'short' : 'number';
};

export const floatNoise: Suggester = (view) => {
  const noisy = view.columns.flatMap(({ position, name }) => {
    const kinds = countBy(view.column(position), kindOf);
    const [noise, short] = [kinds.get('noise') ?? 0, kinds.get('short') ?? 0];
    const numbers = noise + short + (kinds.get('number') ?? 0);
    return noise > 0 && short >= numbers * leastShort && (kinds.get('other') ?? 0) * 10 < numbers ? [{ name, noise, numbers, short }] : [];
  });
  if (noisy.length === 0) return [];
  return [
    {
      step: { step: 'roundNoise', columns: noisy.map(({ name }) => name) },
      safe: true,
      evidence: noisy.map(
        ({ name, noise, numbers, short }) =>
          `${noise} numbers of "${name}" have 15 digits or more and lie next to a short one; ${percent(short, numbers)} have at most ${shortDigits}.`,
      ),
    },
  ];
};
