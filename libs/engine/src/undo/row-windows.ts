/** Neighbouring rows of the input of a cleansing, and those of them that its output has. */
export interface RowWindow {
  readonly from: number;
  /** The first row behind it. */
  readonly to: number;
  /** Which of them the output has, ascending. */
  readonly kept: Uint32Array;
  /** The row of the output that the first of these is. */
  readonly keptFrom: number;
}

/**
 * The rows of an input, some at a time.
 * @param rows of the input
 * @param removed those that the output has not, ascending
 * @param most rows in a window
 */
export function* rowWindows(rows: number, removed: Uint32Array, most: number): Generator<RowWindow> {
  let [next, keptFrom] = [0, 0];
  for (let from = 0; from < rows; from += most) {
    const to = Math.min(rows, from + most);
    const kept = new Uint32Array(to - from);
    let count = 0;
    for (let row = from; row < to; row += 1) {
      if (removed[next] === row) next += 1;
      else kept[count++] = row;
    }
    yield { from, to, kept: kept.subarray(0, count), keptFrom };
    keptFrom += count;
  }
}
