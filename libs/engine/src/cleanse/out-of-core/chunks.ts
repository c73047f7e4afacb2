import pl, { type DataFrame } from 'nodejs-polars';
import { readCopyFooter } from '../../columnar/copy-footer';
import { releaseMemory } from '../../columnar/release-memory';
import { rowName } from '../row-name';

/** Reads a working copy one or some row groups at a time, each time as a frame of its columns and the rows that they are. */
export class Chunks {
  private readonly firstRows: readonly number[];

  /** @param groups row groups that are read at a time */
  constructor(
    private readonly path: string,
    width: number,
    groups = 1,
  ) {
    const { firstRows } = readCopyFooter(path, width);
    this.firstRows = firstRows.filter((_, at) => at % groups === 0 || at === firstRows.length - 1);
  }

  get count(): number {
    return Math.max(1, this.firstRows.length - 1);
  }

  /** @param names of the columns that are read; left out, all are */
  at(index: number, names?: readonly string[]): DataFrame {
    const [from = 0, to = 0] = [this.firstRows[index], this.firstRows[index + 1]];
    const all = pl.scanParquet(this.path, { glob: false });
    return (names ? all.select(...names) : all)
      .slice(from, to - from)
      .collectSync()
      .withRowIndex(rowName, from);
  }

  /** Those that have any of some rows, ascending, as `all` gives them. */
  async *with(rows: readonly number[]): AsyncGenerator<DataFrame> {
    let next = 0;
    for (let index = 0; index < this.count && next < rows.length; index += 1) {
      const to = this.firstRows[index + 1] ?? 0;
      if ((rows[next] ?? to) >= to) continue;
      yield this.at(index);
      await releaseMemory();
      while (next < rows.length && (rows[next] ?? to) < to) next += 1;
    }
  }

  /** Each of them, in order of rows; what was made of one, some of which has outlived collections on the way, goes back to the system before the next. */
  async *all(names?: readonly string[]): AsyncGenerator<DataFrame> {
    for (let index = 0; index < this.count; index += 1) {
      yield this.at(index, names);
      await releaseMemory('major');
    }
  }
}
