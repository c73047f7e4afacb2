import type { CodedColumn } from '../relations/coded-column';
import { crowdingOf } from './column-traits';
import type { ErrorHabit } from './judge-typo';
import { naturalVariants } from './natural-variants';
import { nearFrequent, type Correction } from './near-frequent';
import { digits, fillTemplate, templateOf, wordsOf } from './typo-units';

/** One value of a column that should be another one. */
export interface ValueRepair {
  readonly code: number;
  readonly after: string;
  readonly confidence: number;
  readonly reason: string;
}

/** Texts that occur so often, in number and as a part of all, are true ones: of one slip there are never so many. */
const leastAttested = 10;
const attestedPart = 500;
const mostCompared = 400;
const leastSlips = 3;
/** How sure it is at the most that a text is a slip which may be another name: something for people to decide. */
const mostDoubtful = 0.8;
/** A column of more different texts is an open vocabulary in which being rare says nothing. */
const mostTexts = 50_000;
/** Values of one length that are compared with each other. */
const mostAlike = 2000;

interface Judged {
  readonly correction: Correction;
  readonly confidence: number;
}

const countTexts = (column: CodedColumn, textsOf: (value: string) => Iterable<string>): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const [code, value] of column.values.entries()) {
    const count = column.counts[code]!;
    if (count === 0) continue;
    for (const text of textsOf(value)) counts.set(text, (counts.get(text) ?? 0) + count);
    if (counts.size > mostTexts) break;
  }
  return counts;
};

/**
 * For each rare text the frequent one that it was most likely meant to be. How sure that is follows from the column: of the rare texts
 * that are near no frequent one, all true ones, and from how near frequent ones are to each other, it is worked out how many true
 * texts would be rare and near a frequent one by chance; of those that are found, all beyond that are slips.
 */
const judgeTexts = (counts: ReadonlyMap<string, number>, habit: ErrorHabit): ReadonlyMap<string, Judged> => {
  const attested = Math.max(leastAttested, Array.from(counts.values()).reduce((sum, count) => sum + count, 0) / attestedPart);
  const near = nearFrequent(counts, habit, attested);
  // Slips of a known making are no variants.
  const variants = habit.mark === null ? naturalVariants(counts) : null;
  const found = new Map<string, readonly Correction[]>();
  const doubtful = new Set<string>();
  let far = 0;
  for (const [text, count] of counts) {
    const corrections = near.find(text, count);
    const verdicts = variants === null ? [] : corrections.map((one) => variants.judge(text, count, one.text));
    if (verdicts.includes('doubtful')) doubtful.add(text);
    if (corrections.length > 0 && !verdicts.includes('meant')) found.set(text, corrections);
    else if (count < attested && (habit.mark === null || text.includes(habit.mark))) far += 1;
  }
  const frequent = [...counts].filter(([, count]) => count >= attested).sort((a, b) => b[1] - a[1]);
  const crowding = crowdingOf(frequent.slice(0, mostCompared).map(([text]) => text)) / (habit.mark === null ? 1 : 10);
  const byChance = ((far + 0.5) * crowding) / (1 - Math.min(0.99, crowding));
  // One odd spelling alone may be one that somebody prefers.
  const sure = found.size < (habit.mark === null ? leastSlips : 1) ? 0 : Math.max(0, 1 - byChance / found.size);
  const judged = new Map<string, Judged>();
  for (const [text, corrections] of found) {
    const [correction] = corrections;
    if (!correction) continue;
    const all = corrections.reduce((sum, one) => sum + one.count, 0.5);
    judged.set(text, {
      correction,
      confidence: Math.min(doubtful.has(text) ? mostDoubtful : 1, sure * (correction.count / all)),
    });
  }
  return judged;
};

const reasonOf = (wrong: string, { text, count }: Correction): string =>
  `looks like ${text.replaceAll(digits, '…')}, which occurs ${count} times, where ${wrong.replaceAll(digits, '…')} is rare`;

/** Slips in whole values, their numbers left out of account. */
const byTemplate = (column: CodedColumn, habit: ErrorHabit): ValueRepair[] => {
  const counts = countTexts(column, (value) => [templateOf(value)]);
  if (counts.size > mostTexts) return [];
  const judged = judgeTexts(counts, habit);
  return column.values.flatMap((value, code) => {
    const verdict = column.counts[code] === 0 ? undefined : judged.get(templateOf(value));
    if (!verdict) return [];
    const after = fillTemplate(verdict.correction.text, value);
    return [
      {
        code,
        after,
        confidence: verdict.confidence,
        reason: reasonOf(templateOf(value), verdict.correction),
      },
    ];
  });
};

/** Slips in words of longer texts. */
const byWord = (column: CodedColumn, habit: ErrorHabit): ValueRepair[] => {
  const counts = countTexts(column, (value) => wordsOf(value).map(({ text }) => text));
  if (counts.size > mostTexts) return [];
  const judged = judgeTexts(counts, habit);
  return column.values.flatMap((value, code) => {
    if (column.counts[code] === 0) return [];
    const wrong = wordsOf(value).flatMap(({ text, start }) => {
      const verdict = judged.get(text);
      return verdict ? [{ text, start, verdict }] : [];
    });
    const [only] = wrong;
    // Several odd words in one text are another language or a name.
    if (!only || (wrong.length > 1 && habit.mark === null)) return [];
    const after = wrong.reduceRight(
      (text, { text: word, start, verdict }) => text.slice(0, start) + verdict.correction.text + text.slice(start + word.length),
      value,
    );
    const confidence = Math.min(...wrong.map(({ verdict }) => verdict.confidence));
    return [
      {
        code,
        after,
        confidence,
        reason: reasonOf(only.text, only.verdict.correction),
      },
    ];
  });
};

/** So many times as often must a value occur as one that is taken for it. */
const timesMore = 5;

/** Whether two texts of one length differ, and only where the first has the mark. */
const differByMark = (wrong: string, right: string, mark: string): boolean => {
  if (wrong.length !== right.length || wrong === right) return false;
  let kept = 0;
  for (let at = 0; at < wrong.length; at += 1)
    if (wrong[at] === right[at]) kept += 1;
    else if (wrong[at] !== mark) return false;
  return kept * 3 >= wrong.length;
};

/** Values that differ from others of the column only where they have the habit's mark, which may stand for anything. */
const byMark = (column: CodedColumn, { mark }: ErrorHabit): ValueRepair[] => {
  const { values, counts } = column;
  if (mark === null || values.length > mostTexts) return [];
  const byLength = new Map<number, number[]>();
  for (const [code, value] of values.entries()) {
    if (counts[code] === 0) continue;
    const known = byLength.get(value.length);
    if (known) known.push(code);
    else byLength.set(value.length, [code]);
  }
  return values.flatMap((value, code) => {
    const alike = counts[code] === 0 || !value.includes(mark) ? [] : (byLength.get(value.length) ?? []);
    if (alike.length > mostAlike) return [];
    const fitting = alike.filter((other) => differByMark(value, values[other]!, mark));
    const best = fitting.reduce<number | null>((most, one) => (most === null || counts[one]! > counts[most]! ? one : most), null);
    if (best === null || counts[best]! < counts[code]! * timesMore) return [];
    // Where many values of this length occur once, the true one may be one that is not seen at all.
    const unseen = 0.5 + 0.1 * alike.filter((other) => counts[other] === 1 && !values[other]!.includes(mark)).length;
    const confidence = counts[best]! / (fitting.reduce((sum, other) => sum + counts[other]!, 0) + unseen);
    return [
      {
        code,
        after: values[best]!,
        confidence,
        reason: reasonOf(value, { text: values[best]!, count: counts[best]! }),
      },
    ];
  });
};

/** A value that comes so often, and so many times as often as all other slips of what it may have been, is meant: slips fall anywhere. */
const [meantFrom, timesAsOften] = [5, 4] as const;

/** Leaves out values with the mark that come again and again where other slips of the same value do not: `text` beside `test`. */
const withoutMeant = ({ values, counts }: CodedColumn, mark: string, found: readonly ValueRepair[]): readonly ValueRepair[] =>
  found.filter(({ code, after }) => {
    const count = counts[code]!;
    if (count < meantFrom) return true;
    const others = values.reduce((sum, value, other) => sum + (other !== code && differByMark(value, after, mark) ? counts[other]! : 0), 0);
    return count < timesAsOften * others;
  });

/** Values of a column that are slips of more frequent ones. A value with two explanations is left to the surer one. */
export const repairTypos = (column: CodedColumn, habit: ErrorHabit, threshold: number): ValueRepair[] => {
  const best = new Map<number, ValueRepair>();
  const all = [...byTemplate(column, habit), ...byMark(column, habit), ...byWord(column, habit)];
  for (const repair of habit.mark === null ? all : withoutMeant(column, habit.mark, all))
    if (repair.confidence >= threshold && !best.has(repair.code)) best.set(repair.code, repair);
  return [...best.values()];
};
