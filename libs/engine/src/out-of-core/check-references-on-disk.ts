import type { TextReader } from '../columnar/text-reader';
import { checkReferences } from '../rules/check-references';
import { GrowingKeys, numberIn } from './growing-keys';
import { KeyedRows, recordWords, type KeyedPart } from './keyed-rows';
import { MarkedRows } from './marked-rows';
import { cellText, mixCell } from './mix-cell';
import type { SpillFolder } from './spill-folder';
import { tokenTest } from './token-test';

/** Bytes that a check in memory takes of each distinct text of the column that is referred to. */
const indexedBytes = 48;

type IsToken = ReturnType<typeof tokenTest>;

/** Every cell of a column that has a value, by a hash of it. @returns how many there are */
const keyCells = async (reader: TextReader, position: number, isToken: IsToken, into: KeyedRows): Promise<number> => {
  const key = new Int32Array(3);
  let cells = 0;
  for await (const { firstRow, chunk } of reader.column(position))
    for (let at = 0; at < chunk.length; at += 1) {
      key.fill(0);
      if (!mixCell(chunk, at, isToken, key, 0)) continue;
      into.add(firstRow + at, key, null);
      cells += 1;
    }
  return cells;
};

/** Marks the asked rows whose key is not among the known. */
const markUnknown = (known: KeyedPart, asked: KeyedPart, room: number, marked: MarkedRows): void => {
  const most = known.rows + asked.rows + 1;
  const keys = new GrowingKeys(Math.min(most, room), most);
  const numberOf = (records: Int32Array, at: number) => numberIn(keys, 0, records[at + 1]!, records[at + 2]!, records[at + 3]!);
  for (const records of known.blocks()) for (let at = 0; at < records.length; at += recordWords) numberOf(records, at);
  const { size } = keys;
  for (const records of asked.blocks())
    for (let at = 0; at < records.length; at += recordWords)
      // A key that is new here, or was among the asked ones alone.
      if (numberOf(records, at) >= size) marked.mark(records[at]! >>> 0);
};

/**
 * As `checkReferences`, in memory that does not grow with the table but for a bit a row: where the distinct texts of the column that is
 * referred to do not fit, cells of both columns go to disk as hashes, in parts that are looked at one after another.
 * @param rowsInPart rows of each column that are looked at together
 * @param memoryBytes what texts may take that are looked up in memory
 */
export const checkReferencesOnDisk =
  (folder: SpillFolder, rowsInPart: number, memoryBytes: number): typeof checkReferences =>
  async (table, [from, to], placed, failing) => {
    const { reader, words } = table;
    const distinct = to.metrics['distinctCount'];
    if (distinct !== undefined && distinct * indexedBytes <= memoryBytes) return checkReferences(table, [from, to], placed, failing);
    const isToken = tokenTest(words);
    const parts = Math.max(1, Math.ceil(reader.rows / rowsInPart));
    const [known, asked] = [new KeyedRows(folder, parts), new KeyedRows(folder, parts)];
    await keyCells(reader, to.position, isToken, known);
    const support = await keyCells(reader, from.position, isToken, asked);
    const marked = new MarkedRows(reader.rows);
    const knownParts = known.parts();
    for (const part of asked.parts()) {
      const own = knownParts.next();
      if (own.done !== true) markUnknown(own.value, part, 2 * rowsInPart, marked);
    }
    knownParts.next();
    if (marked.count === 0) return { support, violations: 0 };
    const {
      at: rule,
      rule: { kind },
    } = placed;
    for await (const { firstRow, chunk } of reader.column(from.position))
      for (let at = 0; at < chunk.length; at += 1)
        if (marked.has(firstRow + at))
          failing.add({ row: firstRow + at, rule, kind, columns: [from.name], values: [cellText(chunk, at, isToken)] });
    return { support, violations: marked.count };
  };
