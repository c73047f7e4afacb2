// Sorting by digits: loops as functions of their own, which are compiled once and not with everything around them.

export const digitBits = 11;
export const digits = 1 << digitBits;
/** Of a key of 64 bits. */
export const passes = 6;

/** Places of each digit's keys, from its counts. */
export const toPlaces = (counts: Uint32Array): void => {
  let place = 0;
  for (let digit = 0; digit < digits; digit += 1) {
    const count = counts[digit]!;
    counts[digit] = place;
    place += count;
  }
};

/** The digit of a sortable 64-bit key in two words; pass 0 is the lowest. */
export const digitOf = (low: number, high: number, pass: number): number => {
  const shift = pass * digitBits;
  if (shift >= 32) return (high >>> (shift - 32)) & (digits - 1);
  return shift + digitBits <= 32 ? (low >>> shift) & (digits - 1) : ((low >>> shift) | (high << (32 - shift))) & (digits - 1);
};

/** Makes the bits of doubles, low word first, unsigned keys in the order of the numbers, and counts the digits of each pass. */
export const toSortable = (bits: Uint32Array, counts: Uint32Array): void => {
  for (let at = 0; at < bits.length; at += 2) {
    const isNegative = bits[at + 1]! >>> 31 === 1;
    const low = isNegative ? ~bits[at]! >>> 0 : bits[at]!;
    const high = (isNegative ? ~bits[at + 1]! : bits[at + 1]! | 0x80000000) >>> 0;
    bits[at] = low;
    bits[at + 1] = high;
    for (let pass = 0; pass < passes; pass += 1) counts[pass * digits + digitOf(low, high, pass)]! += 1;
  }
};

/** Undoes what `toSortable` did to the bits; the two may be the same. */
export const fromSortable = (keys: Uint32Array, bits: Uint32Array): void => {
  for (let at = 0; at < keys.length; at += 2) {
    const isNegative = keys[at + 1]! >>> 31 === 0;
    const low = keys[at]!;
    const high = keys[at + 1]!;
    bits[at] = isNegative ? ~low >>> 0 : low;
    bits[at + 1] = isNegative ? ~high >>> 0 : high & 0x7fffffff;
  }
};
