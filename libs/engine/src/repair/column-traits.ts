import type { CodedColumn } from '../relations/coded-column';
import { editsBetween } from './edits';

/** What a column says of its own values, as a measure of how telling a likeness of two of them is. */
export interface ColumnTraits {
  readonly column: CodedColumn;
  readonly present: number;
  /** Chance that a well-attested value has another one a single edit away: near 1 for codes, near 0 for names of towns. */
  readonly crowding: number;
  /** Whether a character stands in any well-attested value. */
  readonly isKnown: (character: string) => boolean;
}

/** Occurrences from which on a value is well attested. */
const attested = 3;
/** Of more values than these the most frequent are compared. */
const mostCompared = 400;

/** Values without one character: two texts that share one are at most two edits apart, which finds neighbours without comparing all. */
const withoutOne = function* (text: readonly string[]): Generator<string> {
  for (let at = 0; at < text.length; at += 1) yield `${text.slice(0, at).join('')}\0${text.slice(at + 1).join('')}`;
};

/** Chance that one of some values has another one a single edit away. */
export const crowdingOf = (values: readonly string[]): number => {
  const byHole = new Map<string, number[]>();
  const isNear = new Uint8Array(values.length);
  const whole = new Map(values.map((value, at) => [value, at] as const));
  for (const [at, value] of values.entries()) {
    const characters = Array.from(value).slice(0, 200);
    for (const hole of withoutOne(characters)) {
      const shorter = whole.get(hole.replace('\0', ''));
      if (shorter !== undefined && shorter !== at) isNear[at] = isNear[shorter] = 1;
      const known = byHole.get(hole);
      if (known === undefined) byHole.set(hole, [at]);
      else if (known[known.length - 1] !== at) {
        for (const other of known) if (editsBetween(value, values[other]!, 1, 1)) isNear[at] = isNear[other] = 1;
        if (known.length < 8) known.push(at);
      }
    }
  }
  const near = isNear.reduce((sum, one) => sum + one, 0);
  // The rule of succession, with a part of a success: no neighbour among few values says little, the less the shorter they are.
  const length = values.reduce((sum, value) => sum + value.length, 0) / Math.max(1, values.length);
  return (near + Math.min(0.5, 1 / Math.max(1, length) ** 1.2)) / (values.length + 2);
};

export const columnTraits = (column: CodedColumn): ColumnTraits => {
  const { counts, values } = column;
  const codes = Array.from(counts.keys()).filter((code) => counts[code]! >= attested);
  const frequent = codes.sort((a, b) => counts[b]! - counts[a]!).slice(0, mostCompared);
  const known = new Set(frequent.flatMap((code) => Array.from(values[code]!)));
  return {
    column,
    present: counts.reduce((sum, count) => sum + count, 0),
    crowding: crowdingOf(frequent.map((code) => values[code]!)),
    isKnown: (character) => known.has(character),
  };
};
