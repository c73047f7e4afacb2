import type { ColumnProfile, Rule } from '@millrace/contracts';
import type { TextChunk } from '../columnar/text-chunk';
import type { CheckedTable, Counted, Placed } from './check-cells';
import type { FailingRows } from './failing-rows';
import { isAbsent } from './keeps-rule';
import { TextIndex } from './text-index';

type ReferencesRule = Extract<Rule, { readonly kind: 'references' }>;
const decoder = new TextDecoder();
/** Bytes; with white space around it. */
const longestToken = 64;

/**
 * Checks that every value of the first column stands somewhere in the second, text by text. Held at once: sixteen bytes and as many for
 * finding it of each distinct text of the second.
 */
export const checkReferences = async (
  { reader, words }: CheckedTable,
  [from, to]: readonly [ColumnProfile, ColumnProfile],
  { at: rule, rule: { kind } }: Placed<ReferencesRule>,
  failing: FailingRows,
): Promise<Counted> => {
  const known = new TextIndex();
  const isToken = ({ places, data }: TextChunk, at: number): boolean => {
    const [start, end] = [places[at * 2]!, places[at * 2 + 1]!];
    return end - start <= longestToken && isAbsent(decoder.decode(data.subarray(start, end)), words);
  };
  for await (const { chunk } of reader.column(to.position))
    for (let at = 0; at < chunk.length; at += 1) if (chunk.places[at * 2]! >= 0 && !isToken(chunk, at)) known.add(chunk, at);
  let [support, violations] = [0, 0];
  for await (const { firstRow, chunk } of reader.column(from.position))
    for (let at = 0; at < chunk.length; at += 1) {
      const start = chunk.places[at * 2]!;
      if (start < 0) continue;
      if (known.find(chunk, at) >= 0) {
        support += 1;
        continue;
      }
      if (isToken(chunk, at)) continue;
      const text = decoder.decode(chunk.data.subarray(start, chunk.places[at * 2 + 1]));
      support += 1;
      violations += 1;
      failing.add({ row: firstRow + at, rule, kind, columns: [from.name], values: [text] });
    }
  return { support, violations };
};
