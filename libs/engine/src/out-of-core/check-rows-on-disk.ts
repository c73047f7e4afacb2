import type { checkRows } from '../rules/check-rows';
import { isBrokenByAbsence } from '../rules/keeps-rule';
import { readEvidence } from '../rules/null-evidence';
import { GrowingKeys, numberIn } from './growing-keys';
import { KeyedRows, recordWords, type KeyedPart } from './keyed-rows';
import { MarkedRows } from './marked-rows';
import { cellText, mixCell } from './mix-cell';
import type { SpillFolder } from './spill-folder';
import { sureTokenTest, tokenTest, type TokenTest } from './token-test';

/** Rows in a part, at about 150 bytes each while the part is looked at. */
export const keyedRowBytes = 150;

/** Marks every row that repeats an earlier one. */
const markRepeats = ({ rows, blocks }: KeyedPart, room: number, marked: MarkedRows): void => {
  const keys = new GrowingKeys(Math.min(rows, room), rows);
  for (const records of blocks())
    for (let at = 0; at < records.length; at += recordWords)
      if (keys.find(0, records[at + 1]!, records[at + 2]!, records[at + 3]!) >= 0) marked.mark(records[at]! >>> 0);
};

/** How often each of some numbers, given one after another from 0, was met. */
class Tally {
  private counts: Uint32Array<ArrayBuffer>;

  constructor(room: number) {
    this.counts = new Uint32Array(room);
  }

  of(number: number): number {
    return this.counts[number] ?? 0;
  }

  add(number: number): void {
    if (number >= this.counts.length) {
      const more = new Uint32Array(2 * number + 1);
      more.set(this.counts);
      this.counts = more;
    }
    this.counts[number]! += 1;
  }
}

/** Marks rows without the most frequent value of their group, of equally frequent ones the first. @returns rows that say something of the rule */
const markDisagreeing = ({ rows, blocks }: KeyedPart, room: number, marked: MarkedRows): number => {
  const first = Math.min(rows, room);
  const [groups, pairs] = [new GrowingKeys(first, rows), new GrowingKeys(first, rows)];
  const [sizes, present, cells] = [new Tally(first), new Tally(first), new Tally(first)];
  const groupOf = (records: Int32Array, at: number) => numberIn(groups, 0, records[at + 1]!, records[at + 2]!, records[at + 3]!);
  const pairOf = (records: Int32Array, at: number, group: number) => numberIn(pairs, group, records[at + 5]!, records[at + 6]!, 0);
  for (const records of blocks())
    for (let at = 0; at < records.length; at += recordWords) {
      const group = groupOf(records, at);
      sizes.add(group);
      if (records[at + 4] === 0) continue;
      present.add(group);
      cells.add(pairOf(records, at, group));
    }
  const best = new Int32Array(groups.size).fill(-1);
  // Pairs are numbered in the order in which they come.
  for (let pair = 0; pair < pairs.size; pair += 1) {
    const group = pairs.first(pair);
    if (best[group]! < 0 || cells.of(pair) > cells.of(best[group]!)) best[group] = pair;
  }
  let support = 0;
  for (let group = 0; group < groups.size; group += 1) if (sizes.of(group) > 1) support += present.of(group);
  for (const records of blocks())
    for (let at = 0; at < records.length; at += recordWords) {
      if (records[at + 4] === 0) continue;
      const group = groupOf(records, at);
      if (pairOf(records, at, group) !== best[group]) marked.mark(records[at]! >>> 0);
    }
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
    const mayBeToken = tokenTest(words);
    const isToken: TokenTest[] = [];
    for (const column of columns)
      isToken.push(isBrokenByAbsence(rule) ? sureTokenTest(mayBeToken, await readEvidence(reader, column, words)) : mayBeToken);
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
        for (let column = 0; column < keys; column += 1) isWhole = mixCell(chunks[column]!, at, isToken[column]!, key, 0) && isWhole;
        if (rule.kind === 'key') support += 1;
        if (!isWhole) {
          if (rule.kind === 'key') marked.mark(firstRow + at);
          continue;
        }
        if (rule.kind === 'unique') support += 1;
        other.fill(0);
        const isPresent = rule.kind === 'dependency' && mixCell(chunks[keys]!, at, isToken[keys]!, other, 0);
        keyed.add(firstRow + at, key, isPresent ? other : null);
      }
      firstRow += length;
    }
    for (const part of keyed.parts()) {
      if (rule.kind === 'dependency') support += markDisagreeing(part, rowsInPart, marked);
      else markRepeats(part, rowsInPart, marked);
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
            values: chunks.map((chunk, column) => cellText(chunk, at, isToken[column]!)),
          });
      firstRow += length;
    }
    return { support, violations: marked.count };
  };
