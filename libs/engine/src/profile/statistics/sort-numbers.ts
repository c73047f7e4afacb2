const digitBits = 11;
const digits = 1 << digitBits;
const passes = 6;
/** Below this the counting costs more than it saves. */
const worthwhile = 4096;

/** The digit of a sortable 64-bit key in two words; pass 0 is the lowest. */
const digitOf = (low: number, high: number, pass: number): number => {
  const shift = pass * digitBits;
  if (shift >= 32) return (high >>> (shift - 32)) & (digits - 1);
  return shift + digitBits <= 32 ? (low >>> shift) & (digits - 1) : ((low >>> shift) | (high << (32 - shift))) & (digits - 1);
};

/**
 * Sorts numbers in place, ascending; none may be NaN. Many are sorted by radix over their bits, made sortable by the usual flip of the
 * sign, in about a quarter of the time of a comparison sort; as much memory again is used for that.
 */
export const sortNumbers = (numbers: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> => {
  const n = numbers.length;
  if (n < worthwhile) return numbers.sort();
  let from = new Uint32Array(numbers.buffer, numbers.byteOffset, n * 2);
  let to = new Uint32Array(n * 2);
  const counts = new Uint32Array(passes * digits);
  for (let at = 0; at < n * 2; at += 2) {
    const negative = from[at + 1]! >>> 31 === 1;
    const low = negative ? ~from[at]! >>> 0 : from[at]!;
    const high = negative ? ~from[at + 1]! >>> 0 : (from[at + 1]! | 0x80000000) >>> 0;
    from[at] = low;
    from[at + 1] = high;
    for (let pass = 0; pass < passes; pass += 1) counts[pass * digits + digitOf(low, high, pass)]! += 1;
  }
  for (let pass = 0; pass < passes; pass += 1) {
    const own = counts.subarray(pass * digits, (pass + 1) * digits);
    // All have the same digit: the pass would move nothing.
    if (own[digitOf(from[0]!, from[1]!, pass)] === n) continue;
    let place = 0;
    for (let digit = 0; digit < digits; digit += 1) {
      const count = own[digit]!;
      own[digit] = place;
      place += count;
    }
    for (let at = 0; at < n * 2; at += 2) {
      const low = from[at]!;
      const high = from[at + 1]!;
      const digit = digitOf(low, high, pass);
      const target = own[digit]! * 2;
      own[digit]! += 1;
      to[target] = low;
      to[target + 1] = high;
    }
    [from, to] = [to, from];
  }
  const bits = new Uint32Array(numbers.buffer, numbers.byteOffset, n * 2);
  for (let at = 0; at < n * 2; at += 2) {
    const negative = from[at + 1]! >>> 31 === 0;
    const [low, high] = [from[at]!, from[at + 1]!];
    bits[at] = negative ? ~low >>> 0 : low;
    bits[at + 1] = negative ? ~high >>> 0 : high & 0x7fffffff;
  }
  return numbers;
};
