const digitBits = 11;
const digits = 1 << digitBits;
const passes = 6;
/** Below this the counting costs more than it saves. */
const worthwhile = 4096;

/** Digit of a sortable 64-bit key in two words; pass 0 is the lowest. */
const digitOf = (low: number, high: number, pass: number): number => {
  const shift = pass * digitBits;
  if (shift >= 32) return (high >>> (shift - 32)) & (digits - 1);
  return shift + digitBits <= 32 ? (low >>> shift) & (digits - 1) : ((low >>> shift) | (high << (32 - shift))) & (digits - 1);
};

/**
 * Places of numbers in ascending order; NaN is left out. By radix over the bits, made sortable by the usual flip of the sign, where they
 * are many.
 */
export const ascendingOrder = (values: Float64Array): Int32Array => {
  let size = 0;
  let from = new Int32Array(values.length);
  for (let at = 0; at < values.length; at += 1) if (!Number.isNaN(values[at])) from[size++] = at;
  from = from.subarray(0, size);
  if (size < worthwhile) return from.sort((a, b) => values[a]! - values[b]! || a - b);
  // Keys as pairs of words move along with their places: no pass looks anything up far away.
  let keys = new Uint32Array(size * 2);
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length * 2);
  const counts = new Uint32Array(passes * digits);
  for (let at = 0; at < size; at += 1) {
    const place = from[at]!;
    // -0 equals 0, and would come before it by its bits.
    const isZero = values[place] === 0;
    const low = isZero ? 0 : bits[place * 2]!;
    const high = isZero ? 0 : bits[place * 2 + 1]!;
    const isNegative = high >>> 31 === 1;
    const sortableLow = (isNegative ? ~low : low) >>> 0;
    const sortableHigh = (isNegative ? ~high : high | 0x80000000) >>> 0;
    keys[at * 2] = sortableLow;
    keys[at * 2 + 1] = sortableHigh;
    for (let pass = 0; pass < passes; pass += 1) counts[pass * digits + digitOf(sortableLow, sortableHigh, pass)]! += 1;
  }
  let to = new Int32Array(size);
  let keysTo = new Uint32Array(size * 2);
  for (let pass = 0; pass < passes; pass += 1) {
    const own = counts.subarray(pass * digits, (pass + 1) * digits);
    // All have the same digit: the pass would move nothing.
    if (own[digitOf(keys[0]!, keys[1]!, pass)] === size) continue;
    let start = 0;
    for (let digit = 0; digit < digits; digit += 1) {
      const count = own[digit]!;
      own[digit] = start;
      start += count;
    }
    for (let at = 0; at < size; at += 1) {
      const low = keys[at * 2]!;
      const high = keys[at * 2 + 1]!;
      const digit = digitOf(low, high, pass);
      const target = own[digit]!;
      own[digit] = target + 1;
      to[target] = from[at]!;
      keysTo[target * 2] = low;
      keysTo[target * 2 + 1] = high;
    }
    [from, to] = [to, from];
    [keys, keysTo] = [keysTo, keys];
  }
  return from;
};

/**
 * Ranks from 1 on of the numbers that stand beside a number, equal ones with the mean of their ranks, into `ranks`; NaN elsewhere.
 * @param order places of `values` in ascending order
 */
export const ranksBeside = (values: Float64Array, order: Int32Array, beside: Float64Array, ranks: Float64Array): void => {
  ranks.fill(Number.NaN);
  let rank = 0;
  for (let at = 0; at < order.length;) {
    const value = values[order[at]!]!;
    let end = at;
    let size = 0;
    for (; end < order.length && values[order[end]!] === value; end += 1) if (!Number.isNaN(beside[order[end]!]!)) size += 1;
    const mean = rank + (size + 1) / 2;
    for (; at < end; at += 1) if (!Number.isNaN(beside[order[at]!]!)) ranks[order[at]!] = mean;
    rank += size;
  }
};
