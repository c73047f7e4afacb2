import type { TextReader } from '../columnar/text-reader';
import type { RowHashes } from '../profile/row-hashes';
import type { ValueTable } from '../profile/values/value-table';
import { groupSizes, type GroupSizes } from './group-sizes';

/** Of a profile that is done with it: bytes for every row, which need not be asked for twice. */
interface UsedMemory {
  readonly table: ValueTable;
  readonly hashes: RowHashes;
}

/** How many rows share the values of some columns, which are read again with what a profile has used: what that holds is lost. */
export const countGroups = async (reader: TextReader, { table, hashes }: UsedMemory, positions: readonly number[]): Promise<GroupSizes> => {
  hashes.clear();
  let entries = new Int32Array(0);
  for (const position of positions) {
    table.reset();
    for await (const { firstRow, chunk } of reader.column(position)) {
      if (chunk.length > entries.length) entries = new Int32Array(chunk.length);
      table.add(chunk, entries);
      table.mixInto(hashes.words, firstRow, entries, chunk.length);
    }
  }
  return groupSizes(hashes.words, table.spareMemory);
};
