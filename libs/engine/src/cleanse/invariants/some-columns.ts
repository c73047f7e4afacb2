/** Cells that are held at a time of each of two tables that are compared. */
const cellsAtOnce = 500_000;
/** Long columns that are compared side by side. */
const longAtOnce = 4;

/**
 * Parts of columns that are looked at together: one by one they would take a plan each, over the schema of all. Long ones are no more together
 * than the largest alone.
 * @param bytesOf a column
 */
export function* someColumns<T>(columns: readonly T[], rows: number, bytesOf: (column: T) => number): Generator<T[]> {
  const atOnce = Math.floor(cellsAtOnce / Math.max(1, rows));
  if (atOnce > longAtOnce) {
    for (let at = 0; at < columns.length; at += atOnce) yield columns.slice(at, at + atOnce);
    return;
  }
  const largest = columns.reduce((most, column) => Math.max(most, bytesOf(column)), 0);
  let [part, bytes]: [T[], number] = [[], 0];
  for (const column of columns) {
    const own = bytesOf(column);
    if (part.length === longAtOnce || (part.length > 0 && bytes + own > largest)) {
      yield part;
      [part, bytes] = [[], 0];
    }
    part.push(column);
    bytes += own;
  }
  if (part.length > 0) yield part;
}
