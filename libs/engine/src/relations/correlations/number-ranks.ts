import { digitOf, digits, passes, toPlaces, toSortable } from '../../profile/statistics/radix';

/** Below this the counting costs more than it saves. */
const worthwhile = 4096;

/** The bits of the numbers at some places; of -0 those of 0, which it equals. */
const bitsAt = (values: Float64Array, places: Int32Array, bits: Uint32Array): void => {
  const all = new Uint32Array(values.buffer, values.byteOffset, values.length * 2);
  for (let at = 0; at < places.length; at += 1) {
    const place = places[at]!;
    const isZero = values[place] === 0;
    bits[at * 2] = isZero ? 0 : all[place * 2]!;
    bits[at * 2 + 1] = isZero ? 0 : all[place * 2 + 1]!;
  }
};

/** Keys move along with their places: no pass looks anything up far away. */
const move = (from: Int32Array, to: Int32Array, keys: Uint32Array, keysTo: Uint32Array, pass: number, places: Uint32Array): void => {
  for (let at = 0; at < from.length; at += 1) {
    const low = keys[at * 2]!;
    const high = keys[at * 2 + 1]!;
    const digit = digitOf(low, high, pass);
    const target = places[digit]!;
    places[digit] = target + 1;
    to[target] = from[at]!;
    keysTo[target * 2] = low;
    keysTo[target * 2 + 1] = high;
  }
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
  let keys = new Uint32Array(size * 2);
  const counts = new Uint32Array(passes * digits);
  bitsAt(values, from, keys);
  toSortable(keys, counts);
  let to = new Int32Array(size);
  let keysTo = new Uint32Array(size * 2);
  for (let pass = 0; pass < passes; pass += 1) {
    const own = counts.subarray(pass * digits, (pass + 1) * digits);
    // All have the same digit: the pass would move nothing.
    if (own[digitOf(keys[0]!, keys[1]!, pass)] === size) continue;
    toPlaces(own);
    move(from, to, keys, keysTo, pass, own);
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
