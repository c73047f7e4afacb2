import type { FrequencyTotals } from '../profile/entry-sums';
import { hashKey, KeyTable } from '../profile/values/key-table';
import { keyRecordWords, type PartitionedKeys } from './partitioned-keys';
import { FirstFew, RankedValues } from './ranked-values';

const shown = 10;
const inlineBytes = 12;
const decoder = new TextDecoder();

/** How often the values of a column occur. */
export interface ValueCounts {
  readonly frequencies: FrequencyTotals;
  /** Rows in which up to ten values stand first that occur more than once. */
  readonly repeatedRows: readonly number[];
  readonly top: RankedValues;
  readonly rarest: RankedValues;
  readonly tokens: RankedValues;
}

/** Counts the values of a column part by part, each by a table of the part's keys. */
export const countKeys = (keys: PartitionedKeys): ValueCounts => {
  const most = keys.largest;
  const [table, cells, rows, isToken] = [
    new KeyTable(Math.max(1, most)),
    new Uint32Array(most),
    new Uint32Array(most),
    new Uint8Array(most),
  ];
  const repeated = new FirstFew(shown);
  const [top, rarest, tokens] = [new RankedValues(shown, 1), new RankedValues(shown, -1), new RankedValues(shown, 1)];
  let [distinct, unique, frequent, logs, squares] = [0, 0, 0, 0, 0];
  const textOf = (value: number): string | undefined => {
    const length = table.words[value * 4]!;
    return length <= inlineBytes ? decoder.decode(new Uint8Array(table.words.buffer, value * 16 + 4, length)) : undefined;
  };
  const rank = (into: RankedValues, value: number): void => {
    const [count, row] = [cells[value]!, rows[value]!];
    if (into.wants(count, row)) into.take({ count, row, text: textOf(value) });
  };
  for (const records of keys.eachPart()) {
    table.reset();
    addRecords(records, table, cells, rows, isToken);
    for (let value = 0; value < table.size; value += 1) {
      if (isToken[value] === 1) {
        rank(tokens, value);
        continue;
      }
      const count = cells[value]!;
      distinct += 1;
      if (count === 1) unique += 1;
      else {
        logs += count * Math.log2(count);
        repeated.add(rows[value]!);
      }
      if (count > frequent) frequent = count;
      squares += count * count;
      rank(top, value);
      rank(rarest, value);
    }
  }
  return { frequencies: { distinct, unique, top: frequent, logs, squares }, repeatedRows: repeated.rows, top, rarest, tokens };
};

const addRecords = (records: Int32Array, table: KeyTable, cells: Uint32Array, rows: Uint32Array, isToken: Uint8Array): void => {
  for (let at = 0; at < records.length; at += keyRecordWords) {
    const k0 = records[at]!;
    const k1 = records[at + 1]!;
    const k2 = records[at + 2]!;
    const k3 = records[at + 3]!;
    const told = records[at + 5]!;
    const found = table.find(hashKey(k0, k1, k2, k3), k0, k1, k2, k3);
    if (found >= 0) cells[found]! += told >>> 1;
    else {
      cells[~found] = told >>> 1;
      rows[~found] = records[at + 4]! >>> 0;
      isToken[~found] = told & 1;
    }
  }
};
