/** A value with its cells and the row in which it comes first; its text is read again where it is not at hand. */
export interface RankedValue {
  readonly count: number;
  readonly row: number;
  readonly text: string | undefined;
}

/** The few values with the most cells, or the fewest; of equally frequent ones those that come first. */
export class RankedValues {
  readonly values: RankedValue[] = [];

  /** @param sign 1: the most frequent, -1: the least */
  constructor(
    private readonly most: number,
    private readonly sign: 1 | -1,
  ) {}

  /** Whether a value would be among them. */
  wants(count: number, row: number): boolean {
    const last = this.values.at(-1);
    if (last === undefined || this.values.length < this.most) return true;
    const more = (count - last.count) * this.sign;
    return more > 0 || (more === 0 && row < last.row);
  }

  /** Takes one that is wanted. */
  take(value: RankedValue): void {
    const { values, sign } = this;
    const isBefore = (other: RankedValue) =>
      (value.count - other.count) * sign > 0 || (value.count === other.count && value.row < other.row);
    let at = values.length;
    while (at > 0 && isBefore(values[at - 1]!)) at -= 1;
    values.splice(at, 0, value);
    if (values.length > this.most) values.pop();
  }
}

/** The few smallest of some rows. */
export class FirstFew {
  readonly rows: number[] = [];

  constructor(private readonly most: number) {}

  add(row: number): void {
    const { rows, most } = this;
    if (rows.length === most && row > rows[most - 1]!) return;
    let at = rows.length;
    while (at > 0 && rows[at - 1]! > row) at -= 1;
    rows.splice(at, 0, row);
    if (rows.length > most) rows.pop();
  }
}
