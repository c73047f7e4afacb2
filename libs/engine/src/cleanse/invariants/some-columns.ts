/** Cells that are held at a time of each of two tables that are compared. */
const cellsAtOnce = 500_000;

/** Parts of columns that are looked at together: one by one they would take a plan each, over the schema of all. */
export function* someColumns<T>(columns: readonly T[], rows: number): Generator<T[]> {
  const atOnce = Math.max(1, Math.floor(cellsAtOnce / Math.max(1, rows)));
  for (let at = 0; at < columns.length; at += atOnce) yield columns.slice(at, at + atOnce);
}
