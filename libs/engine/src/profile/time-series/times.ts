/** Times in milliseconds since 1970 UTC, ascending, however they are held. */
export interface Times {
  /** Cells. */
  readonly cells: number;
  /** Every different time with its cells. */
  readonly each: (visit: (time: number, cells: number) => void) => void;
}

/** Times that lie in memory one by one. */
export const sortedTimes = (sorted: Float64Array): Times => ({
  cells: sorted.length,
  each: (visit) => {
    for (let at = 0; at < sorted.length;) {
      const time = sorted[at]!;
      const from = at;
      while (at < sorted.length && sorted[at] === time) at += 1;
      visit(time, at - from);
    }
  },
});
