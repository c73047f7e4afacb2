import type { DataFrame, Series } from 'nodejs-polars';
import { rowName } from './row-name';

/**
 * The columns of a frame, each to be worked on apart. Every plan over a frame clones the schema of all of its columns, and every frame
 * that is made with one column changed lists them anew: a step that does so once a column takes the square of their number.
 */
export class ColumnSet {
  private readonly replaced = new Map<string, Series>();

  constructor(private readonly frame: DataFrame) {}

  /** A frame of one column, as it is now, and the row that each of its cells came from. */
  only(name: string): DataFrame {
    const column = this.replaced.get(name);
    return column ? this.frame.select(rowName).hstack<Series[]>([column]) : this.frame.select(rowName, name);
  }

  /** The cells of a column, as they are now. */
  cells(name: string): Series {
    return this.replaced.get(name) ?? this.frame.getColumn(name);
  }

  /** Puts cells in the place of those that a column has. */
  replace(name: string, cells: Series): void {
    this.replaced.set(name, cells.alias(name));
  }

  /** All of them as one frame again, in their order. */
  whole(): DataFrame {
    if (this.replaced.size === 0) return this.frame;
    const { columns } = this.frame;
    const kept = columns.filter((name) => !this.replaced.has(name));
    return this.frame
      .select(...kept)
      .hstack<Series[]>([...this.replaced.values()])
      .select(...columns);
  }
}
