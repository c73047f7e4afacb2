/** So many digits tell two doubles apart at most; digits beyond these are noise. */
const doubleDigits = 17;
const decimalDigits = 15;
/** A number that was meant is shorter by so many digits than one with noise. */
const leastGain = 5;

const significant = (text: string): string => text.replace(/^[+-]?0*\.?0*/, '').replace('.', '');

/**
 * The short decimal that a text with noise of binary floating point was meant to be, such as 0.056 for 0.055999999999999994; null where
 * there is none. The noise is less than a double can tell of the sum or product that made it.
 */
export const withoutNoise = (text: string): string | null => {
  const digits = significant(text).length;
  if (digits < decimalDigits || digits > doubleDigits + 1) return null;
  const short = String(Number(Number(text).toPrecision(decimalDigits)));
  if (short.includes('e') || significant(short).length > digits - leastGain) return null;
  return short;
};
