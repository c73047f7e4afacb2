/** Numbers from 0 to 1, the same in every run: results must not change between two. Marsaglia's xorshift32. */
export const seededRandom = (): (() => number) => {
  let state = 0x9e3779b9;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
};
