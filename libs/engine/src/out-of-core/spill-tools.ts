import type { TextReader } from '../columnar/text-reader';
import type { NumberScratch } from '../profile/statistics/sort-numbers';
import type { ValueTable } from '../profile/values/value-table';
import type { Neighbours } from './neighbours';
import type { RowRecords } from './row-records';
import type { SampledCells } from './sampled-cells';
import type { SpillFolder } from './spill-folder';

/** What the columns of one table are read with, one after another. */
export interface SpillTools {
  readonly reader: TextReader;
  /** Takes all values of a column that has few. */
  readonly table: ValueTable;
  readonly capacity: number;
  readonly neighbours: Neighbours;
  readonly folder: SpillFolder;
  readonly records: RowRecords;
  readonly sample: SampledCells;
  readonly scratch: NumberScratch;
  readonly now: number;
  /** Is told of every cell: -1 absent, an entry of the sample's table, or `presentEntry`. */
  readonly onCells: (position: number, table: ValueTable, firstRow: number, entries: Int32Array, length: number) => void;
}
