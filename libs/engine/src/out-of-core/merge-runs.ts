import { OrderedNumbers } from './ordered-numbers';
import type { SpillFile, SpillFolder } from './spill-folder';

const pairsAtOnce = 2048;

/** Where a run lies in its file: pairs of a number and its cells, ascending. */
export interface Run {
  readonly start: number;
  readonly pairs: number;
}

/** A run that is read from its start to its end. */
class RunReader {
  private readonly buffer: Float64Array;
  private next = 0;
  private held = 0;
  private taken = 0;
  value = Infinity;
  cells = 0;

  constructor(
    private readonly file: SpillFile,
    private readonly run: Run,
  ) {
    this.buffer = new Float64Array(Math.min(pairsAtOnce, run.pairs) * 2);
    this.advance();
  }

  /** To the next pair; `Infinity` after the last. */
  advance(): void {
    if (this.next === this.held) this.fill();
    if (this.held === 0) {
      this.value = Infinity;
      return;
    }
    this.value = this.buffer[this.next]!;
    this.cells = this.buffer[this.next + 1]!;
    this.next += 2;
  }

  private fill(): void {
    const pairs = Math.min(pairsAtOnce, this.run.pairs - this.taken);
    if (pairs > 0) this.file.read(this.buffer.subarray(0, pairs * 2), this.run.start + this.taken * 16);
    this.taken += pairs;
    this.held = pairs * 2;
    this.next = 0;
  }
}

/** Puts the first of a heap in its place. */
const sink = (heap: RunReader[]): void => {
  const first = heap[0]!;
  let at = 0;
  for (let child = 1; child < heap.length; child = 2 * at + 1) {
    if (child + 1 < heap.length && heap[child + 1]!.value < heap[child]!.value) child += 1;
    if (heap[child]!.value >= first.value) break;
    heap[at] = heap[child]!;
    at = child;
  }
  heap[at] = first;
};

/** Merges runs of finite numbers into one, in a file of its own. */
export const mergeRuns = (folder: SpillFolder, file: SpillFile, runs: readonly Run[]): OrderedNumbers => {
  const out = folder.create();
  const heap = runs.map((run) => new RunReader(file, run)).sort((a, b) => a.value - b.value);
  const buffer = new Float64Array(pairsAtOnce * 8);
  let [length, cells, last] = [0, 0, Number.NaN];
  while (heap.length > 0 && heap[0]!.value < Infinity) {
    const first = heap[0]!;
    cells += first.cells;
    if (first.value === last) buffer[length - 1] = cells;
    else {
      // The last pair stays in the buffer: its number may come again.
      if (length === buffer.length) {
        out.append(buffer.subarray(0, length - 2));
        buffer.copyWithin(0, length - 2);
        length = 2;
      }
      last = first.value;
      buffer[length] = last;
      buffer[length + 1] = cells;
      length += 2;
    }
    first.advance();
    sink(heap);
  }
  out.append(buffer.subarray(0, length));
  return OrderedNumbers.inFile(out, cells);
};
