const blockSize = 4096;
/** V8 keeps account of what a function does only after some calls, and throws compiled code away where it comes to a place that it has not seen, such as the end of the loop. */
const [firstBlock, firstBlocks] = [64, 16];

/**
 * Goes through a column in blocks, the first ones short: a function that is called often, and has been seen to its end, is compiled once; a
 * long loop in one that is called once a column is compiled in the middle of it, again and again, and boxes its sums until it is.
 */
export const inBlocks = (size: number, add: (from: number, to: number) => void): void => {
  for (let from = 0, to = 0; from < size; from = to) {
    to = Math.min(size, from + (from < firstBlock * firstBlocks ? firstBlock : blockSize));
    add(from, to);
  }
};
