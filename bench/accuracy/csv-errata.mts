/** A row as the collection's JSON has it. */
export type Row = Record<string, string>;

interface Contradiction {
  readonly table: string;
  readonly column: string;
  readonly json: string;
  readonly csv: string;
}

/** Cells whose JSON is not what the CSV of the same collection says; known to its maintainers as issue 20. */
const contradictions: readonly Contradiction[] = [
  { table: 'location_coordinates', column: 'Contact Phone Number', json: '1234567890', csv: '2095257564' },
];

export interface Corrected {
  readonly rows: Row[];
  /** What was corrected, for people; empty where the collection agrees with itself. */
  readonly notes: string[];
}

/**
 * The rows that the CSV's bytes really hold, where the collection contradicts itself. Nothing is corrected unless the bytes prove it: the
 * JSON's value is not in them and the other one is; or the JSON has CRs and the bytes have none.
 */
export const correct = (table: string, rows: readonly Row[], bytes: Buffer): Corrected => {
  const notes = new Set<string>();
  const lostCr = !bytes.includes(13);
  const cellOf = (column: string, value: string): string => {
    const known = contradictions.find((one) => one.table === table && one.column === column && one.json === value);
    if (known && !bytes.includes(known.json) && bytes.includes(known.csv)) {
      notes.add(`the JSON says ${known.json} where the CSV says ${known.csv}`);
      return known.csv;
    }
    if (lostCr && value.includes('\r\n')) {
      notes.add('the JSON has CRLF in a cell and the CSV has no CR at all');
      return value.replaceAll('\r\n', '\n');
    }
    return value;
  };
  const corrected = rows.map((row) => Object.fromEntries(Object.entries(row).map(([column, value]) => [column, cellOf(column, value)])));
  return { rows: corrected, notes: [...notes] };
};
