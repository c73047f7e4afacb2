import { createHash } from 'node:crypto';
import type { CodedColumn } from '../relations/coded-column';

/**
 * Of each row a key by which it is known again in another version: 32 hexadecimal digits of the SHA-256 of its cells, whatever the order of
 * the rows. Rows whose cells are the same have the same key.
 * @param columns in the order in which whoever compares keys has them
 */
export function* recordKeys(columns: readonly CodedColumn[], rows: number): Generator<string> {
  for (let row = 0; row < rows; row += 1) {
    const cells = columns.map(({ codes, values }) => values[codes[row] ?? -1] ?? null);
    yield createHash('sha256').update(JSON.stringify(cells)).digest('hex').slice(0, 32);
  }
}
