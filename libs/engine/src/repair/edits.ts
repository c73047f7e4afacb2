/** How one text became another: the fewest single edits, and what they touched. */
export interface Edits {
  /** Substitutions, insertions, deletions and exchanges of neighbours. */
  readonly count: number;
  /** Of two texts of one length that differ by substitutions only: the one character that stands wherever they differ, else null. */
  readonly mark: string | null;
  /** No letter came, went or changed but in case: another style of writing rather than an error. */
  readonly isStyle: boolean;
  /** Only characters at the very end came or went, as in a plural. */
  readonly isEnding: boolean;
  /** What came, went or was replaced, as one text that is the same for the same change elsewhere: `o→oe`. */
  readonly change: string;
  /** Only signs came, and one of them has no place in writing: `*`, `#`, `~` … */
  readonly isStray: boolean;
}

const letter = /\p{L}/u;
const folded = (character: string): string => character.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
/** A text without case, accents, signs and blanks: what two styles of writing have in common. */
const bare = (text: string): string => folded(text).replace(/[^\p{L}\p{N}]+/gu, '');
/** Whether a change of one character into another (either may be missing) is a matter of style: no letter is involved, or the same one. */
const isStyleChange = (from: string, to: string): boolean => {
  if (!letter.test(from) && !letter.test(to)) return true;
  return from !== '' && to !== '' && folded(from) === folded(to);
};

/** What lies between the part that two texts begin with and the part that they end with. */
const middles = (a: readonly string[], b: readonly string[]) => {
  const shorter = Math.min(a.length, b.length);
  let start = 0;
  while (start < shorter && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < shorter - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end += 1;
  return {
    a: a.slice(start, a.length - end),
    b: b.slice(start, b.length - end),
    isAtEnd: end === 0,
  };
};

/** Stray signs that may stand together. */
const mostStray = 3;
const stray = /^(?=[^*"`~^|\\_#?!$@=<>]*[*"`~^|\\_#?!$@=<>])[^\p{L}\p{N}]*$/u;

/** A change with no more than it takes to say it, most of a word at most. */
const changeOf = (wrong: readonly string[], right: readonly string[]): Pick<Edits, 'change' | 'isStray'> => {
  const { a, b } = middles(wrong, right);
  return {
    change: `${b.join('').slice(0, 8)}→${a.join('').slice(0, 8)}`,
    isStray: b.length === 0 && stray.test(a.join('')),
  };
};

const ofSameLength = (wrong: readonly string[], right: readonly string[]): Edits => {
  let count = 0;
  let mark: string | null = null;
  let isStyle = true;
  for (const [at, character] of wrong.entries()) {
    const other = right[at] ?? '';
    if (character === other) continue;
    count += 1;
    mark = count === 1 || mark === character ? character : null;
    isStyle &&= isStyleChange(character, other);
  }
  return { count, mark, isStyle, isEnding: false, ...changeOf(wrong, right) };
};

/** Optimal string alignment distance, given up (as `most` + 1) where it is more than `most`. O(length · most). */
export const editDistance = (a: readonly string[], b: readonly string[], most: number): number => {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let [before, last, row] = [new Uint16Array(b.length + 1), new Uint16Array(b.length + 1), new Uint16Array(b.length + 1)];
  for (let at = 0; at <= b.length; at += 1) last[at] = at;
  for (let i = 1; i <= a.length; i += 1) {
    row.fill(most + 1);
    row[0] = i;
    let least = i;
    const [from, to] = [Math.max(1, i - most), Math.min(b.length, i + most)];
    for (let j = from; j <= to; j += 1) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min(last[j - 1]! + same, last[j]! + 1, row[j - 1]! + 1);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) best = Math.min(best, before[j - 2]! + 1);
      row[j] = best;
      if (best < least) least = best;
    }
    if (least > most) return most + 1;
    [before, last, row] = [last, row, before];
  }
  return Math.min(most + 1, last[b.length]!);
};

/**
 * The edits between two texts, or null where there are more than `most` of them.
 * @param most for texts of one length that differ by one character throughout, `mostMarked` counts instead
 */
export const editsBetween = (wrong: string, right: string, most: number, mostMarked: number): Edits | null => {
  const [a, b] = [Array.from(wrong), Array.from(right)];
  if (a.length === b.length) {
    const edits = ofSameLength(a, b);
    if (edits.count <= (edits.mark === null ? most : Math.max(most, mostMarked))) return edits;
  }
  const { isStray } = changeOf(a, b);
  const count = editDistance(a, b, isStray ? Math.max(most, mostStray) : most);
  if (count > (isStray ? Math.max(most, mostStray) : most)) return null;
  const middle = middles(a, b);
  const isStyle = bare(wrong) === bare(right);
  return {
    count,
    mark: null,
    isStyle,
    isEnding: middle.isAtEnd && (middle.a.length === 0 || middle.b.length === 0),
    ...changeOf(a, b),
  };
};
