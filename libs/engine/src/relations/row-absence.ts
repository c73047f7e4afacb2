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
  /** The node of each row. */
  private readonly nodes: Uint16Array;
  private readonly parents = new Uint16Array(mostPatterns);
  private readonly columns: number[] = [-1];
  /** Of the column that is gone through: the child of each node, or 0. */
  private readonly children = new Uint16Array(mostPatterns);
  /** Absent cells of each row whose pattern is not followed; made when there is the first of them. */
  private ofOthers: Uint16Array | null = null;
  /** Absent cells of each node's rows. */
  private readonly depths = new Uint16Array(mostPatterns);
  private position = -1;

  constructor(
    rows: number,
    private readonly width: number,
  ) {
    this.nodes = new Uint16Array(rows);
  }

  /** Takes some cells of a column; columns come one after another. */
  add(position: number, table: Pick<ValueTable, 'classes'>, firstRow: number, entries: Int32Array, length: number): void {
    const { nodes } = this;
    const { classes } = table;
    if (position !== this.position) {
      this.position = position;
      this.children.fill(0);
    }
    for (let at = 0; at < length; at += 1) {
      const entry = entries[at]!;
      if (entry >= 0 && classes[entry] !== classCode.nullToken) continue;
      const row = firstRow + at;
      const node = nodes[row]!;
      const child = this.childOf(node);
      nodes[row] = child;
      if (child === others) this.countOther(row, node);
    }
  }

  private countOther(row: number, node: number): void {
    const ofOthers = (this.ofOthers ??= new Uint16Array(this.nodes.length));
    ofOthers[row] = 1 + (node === others ? ofOthers[row]! : this.depths[node]!);
  }

  private childOf(node: number): number {
    if (node === others) return others;
    const known = this.children[node]!;
    if (known !== 0) return known;
    const child = this.columns.length;
    if (child >= mostPatterns) return others;
    this.columns.push(this.position);
    this.parents[child] = node;
    this.depths[child] = this.depths[node]! + 1;
    this.children[node] = child;
    return child;
  }

  /** Rows whose every cell is present, and rows whose no cell is. */
  metrics(): { readonly completeRows: number; readonly emptyRows: number } {
    const rows = this.rowsByAbsent();
    return { completeRows: rows[0]!, emptyRows: this.width === 0 ? 0 : rows[this.width]! };
  }

  /** Which patterns there are. */
  patterns(): NullPatterns {
    const rows = new Uint32Array(others + 1);
    const { nodes } = this;
    for (let row = 0; row < nodes.length; row += 1) rows[nodes[row]!]! += 1;
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

  /** Rows by their number of absent cells, from none to all. */
  private rowsByAbsent(): Float64Array {
    const rows = new Float64Array(this.width + 1);
    const { nodes, depths, ofOthers } = this;
    for (let row = 0; row < nodes.length; row += 1) {
      const node = nodes[row]!;
      rows[node === others ? ofOthers![row]! : depths[node]!]! += 1;
    }
    return rows;
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
    for (const [absent, rows] of this.rowsByAbsent().entries()) counts[Math.floor(absent / size)]! += rows;
    return counts.map((rows, at) => ({ from: at * size, to: Math.min(width, (at + 1) * size - 1), rows }));
  }
}
