/** Decisions by position of the column and row of the input: null where the cell stays, else the texts that it must not become. */
export type SettledCells = ReadonlyMap<number, ReadonlyMap<number, ReadonlySet<string> | null>>;
