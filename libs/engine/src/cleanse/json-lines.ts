import type { Ingest } from '@millrace/contracts';
import { open } from 'node:fs/promises';
import { shapedKeys, type ValueKind } from '../ingest/row-shape';

type Column = Ingest['columns'][number];

/** A column as a row is to have it. */
interface Key {
  readonly at: number;
  readonly column: Column;
  /** The column's name, and what stands before its value. */
  readonly start: string;
  /** What the row came with; `none` where it had not that key, `unknown` where nobody has written down what. */
  readonly kind: ValueKind | 'none' | 'unknown';
}

const scalar = /^(?:-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false)$/;

const isJson = (value: string): boolean => {
  if (!value.startsWith('{') && !value.startsWith('[')) return scalar.test(value);
  try {
    JSON.parse(value);
    return true;
  } catch {
    return false;
  }
};

const mostKeysKept = 1_000_000;

/**
 * Rows of cells as JSON objects. A value that the row had stays of its kind, a key that it had not and that has no value is left out, and
 * keys stay in the order of their row. What a row got is written as most of its column is, and columns that were added are in each row.
 */
export class JsonLines {
  private readonly keysOf = new Map<string, readonly Key[]>();
  private readonly isInOrder: boolean;

  /**
   * @param width columns that the table came with
   * @param seen is told the positions of the columns that rows have
   */
  constructor(
    private readonly columns: readonly Column[],
    private readonly width: number,
    private readonly seen: Set<number>,
  ) {
    const own = columns.filter(({ position }) => position < width);
    // Who has put columns into an order wants them in that one.
    this.isInOrder = own.every(({ position }, at) => at === 0 || position > (own[at - 1]?.position ?? 0));
  }

  /** @param shape of the row as it came; null where nobody has written it down */
  row(cells: readonly (string | null)[], shape: string | null): string {
    let members = '';
    for (const { at, column, start, kind } of this.keys(shape)) {
      const value = cells[at] ?? null;
      if (value === null && kind === 'none') continue;
      if (kind === 'none') this.seen.add(column.position);
      members += members === '' ? start : `,${start}`;
      members += this.value(value, kind, column);
    }
    return `{${members}}\n`;
  }

  private value(value: string | null, kind: Key['kind'], { jsonText }: Column): string {
    if (value === null) return 'null';
    const isText = kind === 't' || (kind !== 'o' && jsonText);
    return isText || !isJson(value) ? JSON.stringify(value) : value;
  }

  private keys(shape: string | null): readonly Key[] {
    const known = this.keysOf.get(shape ?? '');
    if (known) return known;
    const keys = shape === null ? this.columns.map((_, at) => this.key(at, 'unknown')) : this.keysOfShape(shape);
    for (const { column, kind } of keys) if (kind !== 'none') this.seen.add(column.position);
    if ((this.keysOf.size + 1) * this.columns.length > mostKeysKept) this.keysOf.clear();
    this.keysOf.set(shape ?? '', keys);
    return keys;
  }

  private key(at: number, kind: Key['kind']): Key {
    const column = this.columns[at] as Column;
    return { at, column, start: `${JSON.stringify(column.name)}:`, kind };
  }

  /** The row's own keys in its order, and behind each those that the table has there besides. */
  private keysOfShape(shape: string): Key[] {
    const shaped = shapedKeys(shape);
    const kinds = new Map(shaped.map(({ position, kind }) => [position, kind]));
    const first: Key[] = [];
    const from = new Map<number, Key[]>();
    let behind = first;
    for (const [at, { position }] of this.columns.entries()) {
      const kind = kinds.get(position);
      if (kind !== undefined && this.isInOrder) from.set(position, (behind = []));
      behind.push(this.key(at, kind ?? (position < this.width ? 'none' : 'unknown')));
    }
    return [...first, ...shaped.flatMap(({ position }) => from.get(position) ?? [])];
  }
}

/** Names columns that no object of a file of JSON lines has, in its last one: a reader would not know of them. */
export const nameColumns = async (path: string, names: readonly string[]): Promise<void> => {
  await using file = await open(path, 'r+');
  const { size } = await file.stat();
  const end = '}\n'.length;
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - end - 1);
  const members = names.map((name) => `${JSON.stringify(name)}:null`).join(',');
  await file.write(`${buffer.toString() === '{' ? '' : ','}${members}}\n`, size - end);
};
