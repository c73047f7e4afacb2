import { digitBits, digitOf, digits, fromSortable, passes, toPlaces, toSortable } from './radix';

/** Below this the counting costs more than it saves. */
const worthwhile = 4096;

/** Memory for one column of numbers and for sorting it, used again for the next column. */
export class NumberScratch {
  /** @param memory 16 bytes for each number, which nobody else uses until the numbers are done with */
  constructor(private readonly memory: ArrayBuffer) {}

  /** Room for numbers; what it held is lost. */
  numbers(length: number): Float64Array<ArrayBuffer> {
    return new Float64Array(this.memory, 0, length);
  }

  /** Twice as many words as there are numbers. */
  words(length: number): Uint32Array<ArrayBuffer> {
    return new Uint32Array(this.memory, length * 8, length * 2);
  }
}

const bounds = (numbers: Float64Array): readonly [number, number] => {
  let least = Infinity;
  let most = -Infinity;
  for (let at = 0; at < numbers.length; at += 1) {
    const number = numbers[at]!;
    if (number < least) least = number;
    if (number > most) most = number;
  }
  return [least, most];
};

/** Numbers as integers from 0 on, with the counts of their digits. */
const toKeys = (numbers: Float64Array, scale: number, least: number, keys: Uint32Array, counts: Uint32Array): void => {
  for (let at = 0; at < numbers.length; at += 1) {
    const key = Math.round(numbers[at]! * scale) - least;
    keys[at] = key;
    counts[key & (digits - 1)]! += 1;
    counts[digits + ((key >>> digitBits) & (digits - 1))]! += 1;
    counts[2 * digits + (key >>> (2 * digitBits))]! += 1;
  }
};

const move = (from: Uint32Array, to: Uint32Array, shift: number, places: Uint32Array): void => {
  for (let at = 0; at < from.length; at += 1) {
    const key = from[at]!;
    const digit = (key >>> shift) & (digits - 1);
    to[places[digit]!] = key;
    places[digit]! += 1;
  }
};

/** One division of two exact numbers rounds as it did when the text was read. */
const fromKeys = (keys: Uint32Array, scale: number, least: number, numbers: Float64Array): void => {
  for (let at = 0; at < numbers.length; at += 1) numbers[at] = (keys[at]! + least) / scale;
};

/** Sorts by keys of 32 bits, three digits of 11: numbers that are integers when they are scaled, from the least to the largest. */
const sortScaled = (numbers: Float64Array<ArrayBuffer>, scale: number, least: number, words: Uint32Array<ArrayBuffer>): void => {
  const n = numbers.length;
  let [from, to] = [words.subarray(0, n), words.subarray(n)];
  const counts = new Uint32Array(3 * digits);
  toKeys(numbers, scale, least, from, counts);
  for (let pass = 0; pass < 3; pass += 1) {
    const own = counts.subarray(pass * digits, (pass + 1) * digits);
    const shift = pass * digitBits;
    // All have the same digit: the pass would move nothing.
    if (own[(from[0]! >>> shift) & (digits - 1)] === n) continue;
    toPlaces(own);
    move(from, to, shift, own);
    [from, to] = [to, from];
  }
  fromKeys(from, scale, least, numbers);
};

const movePairs = (from: Uint32Array, to: Uint32Array, pass: number, places: Uint32Array): void => {
  for (let at = 0; at < from.length; at += 2) {
    const low = from[at]!;
    const high = from[at + 1]!;
    const digit = digitOf(low, high, pass);
    const target = places[digit]! * 2;
    places[digit]! += 1;
    to[target] = low;
    to[target + 1] = high;
  }
};

/** Sorts by all 64 bits, made sortable by the usual flip of the sign. */
const sortBits = (numbers: Float64Array<ArrayBuffer>, words: Uint32Array<ArrayBuffer>): void => {
  const n = numbers.length;
  const bits = new Uint32Array(numbers.buffer, numbers.byteOffset, n * 2);
  let [from, to] = [bits, words];
  const counts = new Uint32Array(passes * digits);
  toSortable(bits, counts);
  for (let pass = 0; pass < passes; pass += 1) {
    const own = counts.subarray(pass * digits, (pass + 1) * digits);
    if (own[digitOf(from[0]!, from[1]!, pass)] === n) continue;
    toPlaces(own);
    movePairs(from, to, pass, own);
    [from, to] = [to, from];
  }
  fromSortable(from, bits);
};

/**
 * Sorts numbers in place, ascending; none may be NaN. Many are sorted by radix, in a quarter of the time of a comparison sort or less.
 * @param scale what makes all of them integers without error, or 0 where there is no such thing
 */
export const sortNumbers = (
  numbers: Float64Array<ArrayBuffer>,
  scale = 0,
  scratch = new NumberScratch(new ArrayBuffer(numbers.length * 16)),
): Float64Array<ArrayBuffer> => {
  const n = numbers.length;
  if (n < worthwhile) return numbers.sort();
  if (scale > 0) {
    const [least, most] = bounds(numbers);
    const [low, high] = [Math.round(least * scale), Math.round(most * scale)];
    if (high - low < 2 ** 32) {
      sortScaled(numbers, scale, low, scratch.words(n));
      return numbers;
    }
  }
  sortBits(numbers, scratch.words(n));
  return numbers;
};
