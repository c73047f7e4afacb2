import { semanticTypeIds, type SemanticDetection, type SemanticTypeId } from '@millrace/contracts';
import { namesOneOf } from './column-words';
import { semanticTypes } from './registry';
import type { SemanticType } from './semantic-type';

/** A different text of a column and how many cells have it. */
export interface CountedValue {
  readonly value: string;
  readonly count: number;
}

/** Different values that are tried; more are thinned out evenly. */
export const mostValuesTried = 2000;
const probed = 64;
const longest = 512;
const mostExamples = 5;
/** A checksum or list confirms only when chance alone would pass as many values less often than this. */
const significance = 0.001;
const nameWeights = { supports: 1, silent: 0.9, contradicts: 0.5 } as const;

/** 2³² divided by the golden ratio: its multiples modulo 2³² spread evenly, also along every period of the values. */
const goldenStep = 2_654_435_769;

/** At most `most` of the values in their order, spread evenly, the first among them; always the same ones. */
export const thinned = <T>(values: readonly T[], most: number): readonly T[] => {
  if (values.length <= most) return values;
  const keys = values.map((_, at) => Math.imul(at, goldenStep) >>> 0);
  const limit = keys.toSorted((a, b) => a - b)[most] ?? 0;
  return values.filter((_, at) => (keys[at] ?? 0) < limit);
};

const cellsIn = (values: readonly CountedValue[]): number => values.reduce((sum, { count }) => sum + count, 0);

/** The values to try: the most frequent as they are; of the rest an even part, which stands for all of their cells. */
const valuesToTry = (values: readonly CountedValue[]): readonly CountedValue[] => {
  if (values.length <= mostValuesTried) return values;
  const frequent = values.slice(0, mostValuesTried / 2);
  const rest = values.slice(mostValuesTried / 2);
  const part = thinned(rest, mostValuesTried / 2);
  const weight = cellsIn(rest) / cellsIn(part);
  return [...frequent, ...part.map(({ value, count }) => ({ value, count: count * weight }))];
};

/**
 * Upper bound of the probability that `passed` or more of `tried` values pass when each does with probability `chance`
 * (Chernoff and Hoeffding: exp(-n KL(k/n ‖ p))); exact, pⁿ, when all pass.
 */
export const byChance = (passed: number, tried: number, chance: number): number => {
  const share = passed / tried;
  if (tried === 0 || share <= chance) return 1;
  const rest = share === 1 ? 0 : (1 - share) * Math.log((1 - share) / (1 - chance));
  return Math.exp(-tried * (share * Math.log(share / chance) + rest));
};

/** What a column's name says of a type. */
export const nameSays = (name: string, { names, otherNames = [] }: SemanticType): SemanticDetection['name'] =>
  namesOneOf(name, otherNames) ? 'contradicts' : namesOneOf(name, names) ? 'supports' : 'silent';

/** The form that counts in a column of that name, or null where the type has none without a name that supports it. */
export const grammarFor = (name: string, type: SemanticType): string | null =>
  (nameSays(name, type) === 'supports' ? (type.namedGrammar ?? type.grammar) : type.grammar) ?? null;

const compiled = new Map<string, RegExp>();
const regexOf = (grammar: string): RegExp => {
  const regex = compiled.get(grammar) ?? new RegExp(grammar, 'u');
  compiled.set(grammar, regex);
  return regex;
};

interface TriedColumn {
  readonly name: string;
  readonly values: readonly CountedValue[];
  /** A few of them: a type that none of these is of, the column is not of. */
  readonly probe: readonly CountedValue[];
  readonly sampled: boolean;
}

const tryType = (id: SemanticTypeId, { name: columnName, values, probe, sampled }: TriedColumn): SemanticDetection | null => {
  const type: SemanticType = semanticTypes[id];
  const grammar = grammarFor(columnName, type);
  if (grammar === null) return null;
  const regex = regexOf(grammar);
  const fits = (text: string) => text.length <= longest && regex.test(text);
  const passes = (text: string) => fits(text) && (type.confirm?.(text) ?? true);
  if (!probe.some(({ value }) => passes(value))) return null;
  let [cells, passing, tried, passed] = [0, 0, 0, 0];
  const examplesFailing: string[] = [];
  for (const { value, count } of values) {
    cells += count;
    const isFit = fits(value);
    if (isFit) tried++;
    if (isFit && (type.confirm?.(value) ?? true)) {
      passing += count;
      passed++;
    } else if (examplesFailing.length < mostExamples) examplesFailing.push(value);
  }
  const share = passing / cells;
  if (share < type.minShare) return null;
  const name = nameSays(columnName, type);
  const explained = type.chance === undefined || name === 'supports' || byChance(passed, tried, type.chance) < significance;
  return {
    type: id,
    share,
    confirmed: explained,
    by: type.by,
    name,
    confidence: share * nameWeights[name] * (explained ? 1 : 0.5),
    sampled,
    examplesFailing,
  };
};

/**
 * What the values of a column mean. The grammar, and the checksum or list where there is one, are tried on at most
 * `mostValuesTried` values; a type whose check chance passes easily needs enough different values, or a name that
 * supports it, to be confirmed. White space at the ends of a value is not looked at.
 * @param values different values that are not absent, with their counts, the most frequent first
 * @returns the types that reach their least share: confirmed before not, the surer first, ties by the registry's order
 */
export const detectSemanticTypes = (values: readonly CountedValue[], columnName: string): SemanticDetection[] => {
  const tried = valuesToTry(values).flatMap(({ value, count }) => {
    const text = value.trim();
    return text === '' ? [] : [{ value: text, count }];
  });
  const probe = tried.length <= probed ? tried : [...tried.slice(0, probed / 2), ...thinned(tried, probed / 2)];
  const column = { name: columnName, values: tried, probe, sampled: values.length > mostValuesTried };
  return semanticTypeIds
    .flatMap((id) => tryType(id, column) ?? [])
    .sort((a, b) => Number(b.confirmed) - Number(a.confirmed) || b.confidence - a.confidence);
};
