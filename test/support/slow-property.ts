/**
 * A property of which each case takes long: cases that would begin after so many seconds are passed over. A slow machine tries fewer of them
 * then, where it would otherwise run into the end of the test.
 */
export const forSeconds = <Given extends unknown[]>(seconds: number, holds: (...given: Given) => Promise<void>) => {
  const end = Date.now() + seconds * 1000;
  return async (...given: Given): Promise<void> => {
    if (Date.now() < end) await holds(...given);
  };
};
