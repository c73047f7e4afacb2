import { hashKey, KeyTable } from '../profile/values/key-table';
import type { checkRows } from '../rules/check-rows';
import { KeyedRows, recordWords } from './keyed-rows';
import { MarkedRows } from './marked-rows';
import { cellText, mixCell } from './mix-cell';
import type { SpillFolder } from './spill-folder';
import { tokenTest } from './token-test';

/** Rows in a part, at about 150 bytes each while the part is looked at. */
export const keyedRowBytes = 150;

/** Marks every row that repeats an earlier one. */
const markRepeats = (records: Int32Array, marked: MarkedRows): void => {
  const count = records.length / recordWords;
  const keys = new KeyTable(count);
  for (let at = 0; at < records.length; at += recordWords) {
    const [a, b, c] = [records[at + 1]!, records[at + 2]!, records[at + 3]!];
    if (keys.find(hashKey(0, a, b, c), 0, a, b, c) >= 0) marked.mark(records[at]! >>> 0);
  }
};

/** Marks rows without the most frequent value of their group, of equally frequent ones the first. @returns rows that say something of the rule */
const markDisagreeing = (records: Int32Array, marked: MarkedRows): number => {
  const count = records.length / recordWords;
  const [groups, pairs] = [new KeyTable(count), new KeyTable(count)];
  const [groupOf, pairOf] = [new Int32Array(count), new Int32Array(count)];
  const [sizes, present, cells, best] = [
    new Uint32Array(count),
    new Uint32Array(count),
    new Uint32Array(count),
    new Int32Array(count).fill(-1),
  ];
  for (let record = 0; record < count; record += 1) {
    const at = record * recordWords;
    const [a, b, c] = [records[at + 1]!, records[at + 2]!, records[at + 3]!];
    const found = groups.find(hashKey(0, a, b, c), 0, a, b, c);
    const group = (groupOf[record] = found < 0 ? ~found : found);
    sizes[group]! += 1;
    pairOf[record] = -1;
    if (records[at + 4] === 0) continue;
    present[group]! += 1;
    const [d, e] = [records[at + 5]!, records[at + 6]!];
    const pair = pairs.find(hashKey(group, d, e, 0), group, d, e, 0);
    pairOf[record] = pair < 0 ? ~pair : pair;
    cells[pairOf[record]!]! += 1;
  }
  // Pairs are numbered in the order in which they come.
  for (let pair = 0; pair < pairs.size; pair += 1) {
    const group = pairs.words[pair * 4]!;
    if (best[group]! < 0 || cells[pair]! > cells[best[group]!]!) best[group] = pair;
  }
  let support = 0;
  for (let group = 0; group < groups.size; group += 1) if (sizes[group]! > 1) support += present[group]!;
  for (let record = 0; record < count; record += 1)
    if (pairOf[record]! >= 0 && pairOf[record] !== best[groupOf[record]!]) marked.mark(records[record * recordWords]! >>> 0);
  return support;
};

/**
 * As `checkRows`, in memory that does not grow with the table but for a bit a row: each row goes to disk as hashes of its cells, to one of
 * some parts by those that are to be equal, and the parts are looked at one after another.
 * @param rowsInPart rows that are looked at together, each about `keyedRowBytes`
 */
export const checkRowsOnDisk =
  (folder: SpillFolder, rowsInPart: number): typeof checkRows =>
  async ({ reader, words }, columns, { at: place, rule }, failing) => {
    const { rows } = reader;
    const isToken = tokenTest(words);
    const positions = columns.map(({ position }) => position);
    const keyed = new KeyedRows(folder, Math.max(1, Math.ceil(rows / rowsInPart)));
    const marked = new MarkedRows(rows);
    const [key, other] = [new Int32Array(3), new Int32Array(3)];
    const keys = rule.kind === 'dependency' ? columns.length - 1 : columns.length;
    let [firstRow, support] = [0, 0];
    for await (const chunks of reader.columns(positions)) {
      const length = chunks[0]?.length ?? 0;
      for (let at = 0; at < length; at += 1) {
        key.fill(0);
        let isWhole = true;
        for (let column = 0; column < keys; column += 1) isWhole = mixCell(chunks[column]!, at, isToken, key, 0) && isWhole;
        if (rule.kind === 'key') support += 1;
        if (!isWhole) {
          if (rule.kind === 'key') marked.mark(firstRow + at);
          continue;
        }
        if (rule.kind === 'unique') support += 1;
        other.fill(0);
        const isPresent = rule.kind === 'dependency' && mixCell(chunks[keys]!, at, isToken, other, 0);
        keyed.add(firstRow + at, key, isPresent ? other : null);
      }
      firstRow += length;
    }
    for (const records of keyed.parts()) {
      if (rule.kind === 'dependency') support += markDisagreeing(records, marked);
      else markRepeats(records, marked);
    }
    if (marked.count === 0) return { support, violations: 0 };
    const names = columns.map(({ name }) => name);
    firstRow = 0;
    for await (const chunks of reader.columns(positions)) {
      const length = chunks[0]?.length ?? 0;
      for (let at = 0; at < length; at += 1)
        if (marked.has(firstRow + at))
          failing.add({
            row: firstRow + at,
            rule: place,
            kind: rule.kind,
            columns: names,
            values: chunks.map((chunk) => cellText(chunk, at, isToken)),
          });
      firstRow += length;
    }
    return { support, violations: marked.count };
  };
