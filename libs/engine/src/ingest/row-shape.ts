/** What a value of a JSON object is: a text, null, or anything else. */
export type ValueKind = 't' | 'n' | 'o';

/** A key of a JSON object, by the position of its column. */
export interface ShapedKey {
  readonly position: number;
  readonly kind: ValueKind;
}

const kinds: readonly ValueKind[] = ['t', 'n', 'o'];
const code = (position: number, kind: ValueKind): number => position * kinds.length + (kind === 't' ? 0 : kind === 'n' ? 1 : 2);
const run = /([tno])(\d+)(?:-(\d+))?/g;

/** Runs of neighbouring columns of one kind, in the order of the keys: `t0-2o3` are three texts and then something else, `-` is nothing. */
const textOf = (codes: readonly number[]): string => {
  let text = codes.length === 0 ? '-' : '';
  for (let at = 0, to = 0; at < codes.length; at = to) {
    const first = codes[at] ?? 0;
    const position = Math.floor(first / kinds.length);
    for (to = at + 1; codes[to] === first + (to - at) * kinds.length;) to += 1;
    text += `${kinds[first % kinds.length] ?? ''}${position}${to - at > 1 ? `-${position + to - at - 1}` : ''}`;
  }
  return text;
};

/** The keys of a row, in their order, by its shape. */
export const shapedKeys = (shape: string): ShapedKey[] =>
  [...shape.matchAll(run)].flatMap(([, kind, from, to = from]) =>
    Array.from({ length: Number(to) - Number(from) + 1 }, (_, at) => ({ position: Number(from) + at, kind: kind as ValueKind })),
  );

/** The shape of a row without some of its columns. */
export const shapeWithout = (shape: string, positions: ReadonlySet<number>): string =>
  textOf(shapedKeys(shape).flatMap(({ position, kind }) => (positions.has(position) ? [] : [code(position, kind)])));

const isSame = (row: readonly number[], other: readonly number[]): boolean => {
  if (row.length !== other.length) return false;
  for (let at = 0; at < row.length; at += 1) if (row[at] !== other[at]) return false;
  return true;
};

/** Shapes that are at hand, and the most keys of a row of which one is. */
const places = 4096;
const mostKeysKnown = 256;

/** Writes down which keys each row has, in which order, and of which kind their values are: what its cells do not tell. */
export class ShapeRecorder {
  private row: number[] = [];
  /** By a hash, those that rows had last: tables have few. */
  private readonly known: ({ readonly row: readonly number[]; readonly text: string } | undefined)[] = new Array<undefined>(places).fill(
    undefined,
  );
  private fewest = Infinity;
  private isInOrder = true;
  /** Shape of the first row. */
  first = '';

  add(position: number, kind: ValueKind): void {
    this.row.push(code(position, kind));
  }

  /** Ends a row. @returns its shape; nothing where it is the first row's, as it is of most */
  end(): string {
    const { row } = this;
    if (row.length > mostKeysKnown) return this.endWith(this.noted(row).text);
    let hash = row.length;
    for (let at = 0; at < row.length; at += 1) hash = Math.imul(hash ^ (row[at] ?? 0), 0x9e3779b1);
    const place = (hash >>> 16) % places;
    const known = this.known[place];
    const { text } = known && isSame(row, known.row) ? known : (this.known[place] = this.noted([...row]));
    return this.endWith(text);
  }

  /** Whether some row lacks a key or has its keys in an order of its own. @param columns of the table */
  isUneven(columns: number): boolean {
    return !this.isInOrder || this.fewest < columns;
  }

  private endWith(text: string): string {
    this.row.length = 0;
    return text;
  }

  private noted(row: readonly number[]): { readonly row: readonly number[]; readonly text: string } {
    const text = textOf(row);
    this.first ||= text;
    this.fewest = Math.min(this.fewest, row.length);
    this.isInOrder &&= row.every((known, at) => at === 0 || known > (row[at - 1] ?? 0));
    return { row, text: text === this.first ? '' : text };
  }
}
