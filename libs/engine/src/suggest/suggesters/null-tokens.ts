import { defaultNullTokens } from '@millrace/contracts';
import { isNameOfPersons } from '../../pii/name-columns';
import {
  ambiguousTokens as ambiguous,
  isBoolean,
  isTyped,
  leastAlike,
  leastTyped,
  looksLikeName,
  manyCells,
  manyShare,
  styleOf,
  wordTokens,
  zeroWords,
} from '../../profile/values/null-words';
import type { CodedColumn } from '../../relations/coded-column';
import { countBy, presentIn, type TableView } from '../table-view';
import { percent, type Suggester } from '../proposal';
import { cellsIn, medianOf, rangeOf } from '../scale';

/** Part of the cells from which on such a word is no absent cell now and then. */
const mostAbsent = 0.05;
/** Part of a column's cells that are single letters or digits from which on a single sign may be one of them. */
const manySingles = 0.2;
const tokens = new Set(defaultNullTokens.filter((token) => token !== ''));

/** Words with capitals, and so many different ones, are names of something. */
const [capitals, variety] = [0.6, 0.2];
/** Columns that must have a token in the same writing before it is one anywhere in the table. */
const leastColumns = 3;

interface Found {
  readonly name: string;
  readonly position: number;
  /** Token → cells, surely meant as absent or perhaps. */
  readonly sure: Map<string, number>;
  readonly unsure: Map<string, number>;
}

/** What a column holds of tokens and of other cells. */
interface Held {
  readonly name: string;
  readonly position: number;
  readonly column: CodedColumn;
  readonly others: number;
  readonly isTyped: boolean;
  /** Of ambiguous tokens, as they are written, how many cells there are. */
  readonly writings: ReadonlyMap<string, number>;
  readonly tokens: ReadonlyMap<string, number>;
}

const isToken = (value: string): boolean => tokens.has(value.trim().toLowerCase());

const heldBy = (view: TableView, position: number, name: string): Held => {
  const column = view.column(position);
  const kinds = countBy(column, (value) => (isToken(value) ? 'token' : isTyped(value) ? 'typed' : isBoolean(value) ? 'boolean' : 'text'));
  const found = countBy(column, (value) => (isToken(value) ? value.trim().toLowerCase() : null));
  const others = found.get(null) ?? 0;
  found.delete(null);
  const writings = countBy(column, (value) => (ambiguous.has(value.trim().toLowerCase()) ? value.trim() : ''));
  writings.delete('');
  const typed = (kinds.get('typed') ?? 0) >= others * leastTyped && others > 0;
  return { name, position, column, others, isTyped: typed, writings, tokens: found as Map<string, number> };
};

/** Writings that mean nothing in this table: those among numbers and dates, and those in many columns which have other such tokens, too. */
const writingsOfNothing = (columns: readonly Held[]): ReadonlySet<string> => {
  const seen = new Map<string, number>();
  for (const { writings, isTyped: isSure, tokens: all } of columns) {
    const hasSigns = [...all.keys()].some((token) => !ambiguous.has(token) && !wordTokens.has(token));
    for (const writing of writings.keys()) seen.set(writing, (seen.get(writing) ?? 0) + (isSure ? leastColumns : Number(hasSigns)));
  }
  return new Set([...seen].filter(([, count]) => count >= leastColumns).map(([writing]) => writing));
};

const sharesOfStyles = ({ column, others }: Held): ((style: ReturnType<typeof styleOf>) => number) => {
  const counts = countBy(column, (value) => (isToken(value) || isBoolean(value) ? null : styleOf(value)));
  return (style) => (style === null ? 0 : (counts.get(style) ?? 0) / Math.max(1, others));
};

/** Ambiguous tokens of a column of words that may be words of it. */
const mayBeWords = (held: Held, ofNothing: ReadonlySet<string>): ReadonlySet<string> => {
  const { writings, others, name, column } = held;
  if (held.isTyped || writings.size === 0) return new Set();
  const shareOf = sharesOfStyles(held);
  const texts = column.values
    .filter((value, code) => (column.counts[code] ?? 0) > 0 && !isToken(value))
    .map((value) => value.trim().toLowerCase());
  const areNames = isNameOfPersons(name, texts) || (shareOf('title') >= capitals && texts.length >= others * variety);
  const isWord = ([writing, cells]: readonly [string, number]): boolean => {
    if (looksLikeName(writing)) return true;
    if (ofNothing.has(writing)) return false;
    if (shareOf(styleOf(writing)) >= leastAlike) return true;
    return areNames && !(cells >= manyCells && cells >= others * manyShare);
  };
  return new Set([...writings].filter(isWord).map(([writing]) => writing.toLowerCase()));
};

/**
 * Whether a word in place of some numbers may be their zero, as no rain is nil: numbers that come near zero, but have fewer zeros than the word
 * has cells, and any numbers near zero if it has many. Numbers far from zero, such as years, and dates have none.
 */
const maySayZero = ({ column: { values, counts }, others }: Held, cells: number): boolean => {
  const numbers = values.flatMap((text, code) => {
    const value = Number(
      text
        .trim()
        .replace(/(?<=\d),(?=\d{1,2}%?$)/, '.')
        .replace(/[,%\s]/g, ''),
    );
    const count = counts[code] ?? 0;
    return count === 0 || text.trim() === '' || isToken(text) || Number.isNaN(value) ? [] : [{ value, cells: count }];
  });
  if (cellsIn(numbers) < others * 0.5) return false;
  const [least, most] = rangeOf(numbers);
  const middle = medianOf(numbers);
  const isNear = least <= 0 ? most >= 0 || -most <= most - middle : least <= middle - least || least <= 1;
  const zeros = cellsIn(numbers.filter(({ value }) => value === 0));
  return isNear && (zeros < cells || cells > (others + cells) * mostAbsent);
};

const tokensIn = (held: Held, ofNothing: ReadonlySet<string>): Found => {
  const { name, position, column, others, isTyped: typed } = held;
  const words = mayBeWords(held, ofNothing);
  // Among signs, such as the strands + and -, a sign is a value.
  const signs = countBy(column, (value) => !isToken(value) && !isTyped(value) && !/[\p{L}\p{N}]/u.test(value));
  // So it is among numbers with a plus: neither more nor less.
  const pluses = countBy(column, (value) => isTyped(value.trim()) && value.trim().startsWith('+'));
  const isSigns = Math.max(signs.get(true) ?? 0, pluses.get(true) ?? 0) > others * 0.02;
  // Among many single letters, such as bases or keys, a single sign may be one of them.
  const singles = countBy(column, (value) => value.trim().length === 1 && /[\p{L}\p{N}]/u.test(value));
  const isCodes = !typed && (singles.get(true) ?? 0) >= others * manySingles;
  const [sure, unsure] = [new Map<string, number>(), new Map<string, number>()];
  for (const [token, cells] of held.tokens) {
    const isWord = wordTokens.has(token) && (!typed || (zeroWords.has(token) && maySayZero(held, cells)));
    const isSign = !/[a-z]/.test(token) && (isSigns || (isCodes && token.length === 1));
    (isWord || isSign || words.has(token) || others === 0 ? unsure : sure).set(token, cells);
  }
  return { name, position, sure, unsure };
};

const proposal = (view: TableView, columns: readonly Found[], which: 'sure' | 'unsure') => {
  const byTokens = new Map<string, Found[]>();
  for (const found of columns) {
    const key = [...found[which].keys()].sort().join('\n');
    if (key !== '') byTokens.set(key, [...(byTokens.get(key) ?? []), found]);
  }
  return [...byTokens].map(([key, found]) => ({
    step: {
      step: 'normaliseNulls' as const,
      columns: found.map(({ name }) => name),
      tokens: key.split('\n'),
    },
    safe: which === 'sure',
    evidence: found.flatMap(({ name, position, [which]: counts }) =>
      [...counts].map(
        ([token, cells]) => `${cells} cells (${percent(cells, presentIn(view.column(position)))}) of "${name}" are "${token}".`,
      ),
    ),
  }));
};

export const nullTokens: Suggester = (view) => {
  const held = view.columns.map(({ position, name }) => heldBy(view, position, name));
  const ofNothing = writingsOfNothing(held);
  const columns = held.map((one) => tokensIn(one, ofNothing));
  return [...proposal(view, columns, 'sure'), ...proposal(view, columns, 'unsure')];
};
