import type { Missingness } from '@millrace/contracts';
import { classCode } from '../profile/values/classify-value';
import type { ValueTable } from '../profile/values/value-table';

/** Patterns that are followed: as many as fit two bytes a row, less the root and the one that stands for all others. */
const mostPatterns = 65_535;
const others = 65_535;
const shownPatterns = 20;
const bins = 20;

/** A set of columns that are absent together, and the rows that have it. */
export interface NullPattern {
  readonly absent: number[];
  readonly rows: number;
}

export interface NullPatterns {
  /** Patterns that some row has. */
  readonly count: number;
  /** Rows whose pattern was not followed. */
  readonly otherRows: number;
  /** The most frequent ones, first. */
  readonly most: NullPattern[];
  readonly each: () => Iterable<NullPattern>;
}

/**
 * Which cells of each row are absent, column by column: their number, and which, as a node of a tree whose every edge is a column that is
 * absent. All exact, but that rows go to "others" where their pattern would be a new one and the tree is full.
 */
export class RowAbsence {
  /** Absent cells of each row. */
  private readonly absent: Uint16Array;
  /** The node of each row. */
  private readonly nodes: Uint16Array;
  private readonly parents = new Uint16Array(mostPatterns);
  private readonly columns: number[] = [-1];
  /** Of the column that is gone through: the child of each node, or 0. */
  private readonly children = new Uint16Array(mostPatterns);
  private position = -1;

  constructor(
    rows: number,
    private readonly width: number,
  ) {
    this.absent = new Uint16Array(rows);
    this.nodes = new Uint16Array(rows);
  }

  /** Takes some cells of a column; columns come one after another. */
  add(position: number, table: ValueTable, firstRow: number, entries: Int32Array, length: number): void {
    const { absent, nodes } = this;
    const { classes } = table;
    if (position !== this.position) {
      this.position = position;
      this.children.fill(0);
    }
    for (let at = 0; at < length; at += 1) {
      const entry = entries[at]!;
      if (entry >= 0 && classes[entry] !== classCode.nullToken) continue;
      const row = firstRow + at;
      absent[row]! += 1;
      nodes[row] = this.childOf(nodes[row]!);
    }
  }

  private childOf(node: number): number {
    if (node === others) return others;
    const known = this.children[node]!;
    if (known !== 0) return known;
    const child = this.columns.length;
    if (child >= mostPatterns) return others;
    this.columns.push(this.position);
    this.parents[child] = node;
    this.children[node] = child;
    return child;
  }

  /** Rows whose every cell is present, and rows whose no cell is. */
  metrics(): { readonly completeRows: number; readonly emptyRows: number } {
    let [completeRows, emptyRows] = [0, 0];
    for (const absent of this.absent)
      if (absent === 0) completeRows += 1;
      else if (absent === this.width) emptyRows += 1;
    return { completeRows, emptyRows };
  }

  /** Which patterns there are. */
  patterns(): NullPatterns {
    const rows = new Uint32Array(others + 1);
    for (const node of this.nodes) rows[node]! += 1;
    const live = Uint16Array.from({ length: this.columns.length }, (_, node) => node).filter((node) => rows[node]! > 0);
    const at = (node: number): NullPattern => ({ absent: this.pathTo(node), rows: rows[node]! });
    const order = live.toSorted((a, b) => rows[b]! - rows[a]! || a - b);
    return {
      count: live.length,
      otherRows: rows[others]!,
      most: Array.from(order.subarray(0, shownPatterns), at),
      each: function* () {
        for (const node of live) yield at(node);
      },
    };
  }

  private pathTo(node: number): number[] {
    const path: number[] = [];
    for (let at = node; at !== 0; at = this.parents[at]!) path.push(this.columns[at]!);
    return path.reverse();
  }

  /** Rows by their number of absent cells: one bin for each number, or twenty of equal width. */
  histogram(): Missingness['completeness'] {
    const { width } = this;
    const size = Math.max(1, Math.ceil((width + 1) / (bins + 1)));
    const counts = new Array<number>(Math.ceil((width + 1) / size)).fill(0);
    for (const absent of this.absent) counts[Math.floor(absent / size)]! += 1;
    return counts.map((rows, at) => ({ from: at * size, to: Math.min(width, (at + 1) * size - 1), rows }));
  }
}
