/** Three words that stand for some bytes; written by the functions below, so that none are made for each value. */
export const hashed = new Int32Array(3);

const rotate = (x: number, by: number): number => (x << by) | (x >>> (32 - by));

const finish = (x: number): number => {
  x ^= x >>> 16;
  x = Math.imul(x, 0x85ebca6b);
  x ^= x >>> 13;
  x = Math.imul(x, 0xc2b2ae35);
  return x ^ (x >>> 16);
};

/**
 * 96 bits of a hash after MurmurHash3's x86 128-bit variant (Appleby, public domain), into `hashed`. Two different values of ten million
 * share it with a chance of about 10⁻¹⁵. Not for keeping secrets.
 */
export const hashBytes = (bytes: Uint8Array, view: DataView, start: number, end: number): void => {
  let h1 = end - start;
  let h2 = 0x9747b28c | 0;
  let h3 = 0x3c6ef372;
  let at = start;
  for (; at + 12 <= end; at += 12) {
    const a = view.getInt32(at, true);
    const b = view.getInt32(at + 4, true);
    const c = view.getInt32(at + 8, true);
    h1 ^= Math.imul(rotate(Math.imul(a, 0x239b961b), 15), 0xab0e9789 | 0);
    h1 = (Math.imul(rotate(h1, 19) + h2, 5) + 0x561ccd1b) | 0;
    h2 ^= Math.imul(rotate(Math.imul(b, 0xab0e9789 | 0), 16), 0x38b34ae5);
    h2 = (Math.imul(rotate(h2, 17) + h3, 5) + 0x0bcaa747) | 0;
    h3 ^= Math.imul(rotate(Math.imul(c, 0x38b34ae5), 17), 0xa1e38b93 | 0);
    h3 = (Math.imul(rotate(h3, 15) + h1, 5) + 0x96cd1c35) | 0;
  }
  for (; at < end; at += 1) {
    h1 = Math.imul(h1 ^ bytes[at]!, 0x01000193);
    h2 = Math.imul(rotate(h2, 7) + bytes[at]!, 0x85ebca6b | 0);
    h3 = Math.imul(rotate(h3, 11) ^ bytes[at]!, 0xc2b2ae35 | 0);
  }
  h1 = (h1 + h2 + h3) | 0;
  h2 = finish((h2 + h1) | 0);
  h3 = finish((h3 + h1) | 0);
  hashed[0] = finish(h1);
  hashed[1] = (h2 + h1) | 0;
  hashed[2] = (h3 + h2) | 0;
};

/** The bits that are kept of a word of which only the first bytes count. */
const masks = Int32Array.of(0, 0xff, 0xffff, 0xffffff, -1);

/** At most twelve bytes as they are, into `hashed`. `view` is over the same memory as `bytes`. */
export const packBytes = (bytes: Uint8Array, view: DataView, start: number, end: number): void => {
  const length = end - start;
  if (start + 12 <= bytes.length) {
    hashed[0] = view.getInt32(start, true) & masks[length < 4 ? length : 4]!;
    hashed[1] = length <= 4 ? 0 : view.getInt32(start + 4, true) & masks[length < 8 ? length - 4 : 4]!;
    hashed[2] = length <= 8 ? 0 : view.getInt32(start + 8, true) & masks[length - 8]!;
    return;
  }
  hashed[0] = hashed[1] = hashed[2] = 0;
  for (let at = 0; at < length; at += 1) hashed[at >> 2] = hashed[at >> 2]! | (bytes[start + at]! << ((at & 3) * 8));
};
