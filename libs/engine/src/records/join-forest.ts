/** A pair that joined two groups, and how much likelier it is that its rows are the same than that they are not. */
export interface Join {
  readonly a: number;
  readonly b: number;
  readonly odds: number;
  /** How manieth join it was: the surest ones come first. */
  readonly order: number;
}

/**
 * Which pairs joined rows, the surest first, so that the weakest one that holds two rows together can be told. Groups hang below the larger
 * one that they were joined to, so that no way up is longer than the logarithm of a group's size.
 */
export class JoinForest {
  readonly joins: Join[] = [];
  private readonly above = new Map<number, { readonly row: number; readonly join: Join }>();
  private readonly sizes = new Map<number, number>();

  /** The row that stands for the group of a row. */
  top(row: number): number {
    let found = row;
    for (let up = this.above.get(found); up !== undefined; up = this.above.get(found)) found = up.row;
    return found;
  }

  join(a: number, b: number, odds: number): void {
    const [one, other] = [this.top(a), this.top(b)];
    if (one === other) return;
    const join = { a, b, odds, order: this.joins.length };
    this.joins.push(join);
    const [small, large] = this.size(one) < this.size(other) ? [one, other] : [other, one];
    this.above.set(small, { row: large, join });
    this.sizes.set(large, this.size(one) + this.size(other));
  }

  /** The weakest pair by which two rows of a group hang together; null for a row and itself, and for rows of different groups. */
  weakest(a: number, b: number): Join | null {
    let [one, other, last]: [number, number, Join | null] = [a, b, null];
    while (one !== other) {
      const [up, otherUp] = [this.above.get(one), this.above.get(other)];
      if (up !== undefined && (otherUp === undefined || up.join.order < otherUp.join.order)) [one, last] = [up.row, up.join];
      else if (otherUp !== undefined) [other, last] = [otherUp.row, otherUp.join];
      else return null;
    }
    return last;
  }

  private size(top: number): number {
    return this.sizes.get(top) ?? 1;
  }
}
