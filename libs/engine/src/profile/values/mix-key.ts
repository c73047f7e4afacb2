/** Mixes the key of a cell, four words, into the three words of its row's hash at `at`. An absent cell's key is -1, 0, 0, 0. */
export const mixKey = (hashes: Int32Array, at: number, k0: number, k1: number, k2: number, k3: number): void => {
  let a = Math.imul((hashes[at]! + k0) ^ Math.imul(k1, 0x9e3779b1 | 0), 0x85ebca6b | 0);
  let b = Math.imul((hashes[at + 1]! + k1) ^ Math.imul(k2 + k0, 0xc2b2ae35 | 0), 0x27d4eb2f);
  let c = Math.imul((hashes[at + 2]! + k2) ^ Math.imul(k3 ^ k1, 0x165667b1), 0x9e3779b1 | 0);
  a ^= a >>> 15;
  b ^= b >>> 13;
  c ^= c >>> 16;
  hashes[at] = (a + c) | 0;
  hashes[at + 1] = (b + a) | 0;
  hashes[at + 2] = (c + b) | 0;
};
