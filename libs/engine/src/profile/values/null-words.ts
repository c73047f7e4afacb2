/** Tokens for no value that may well be a value in a column of words: a code of a country, a name, a category. */
export const wordTokens: ReadonlySet<string> = new Set(['na', 'none', 'nil']);
/** Tokens that among amounts may say zero. */
export const zeroWords: ReadonlySet<string> = new Set(['none', 'nil']);
/** Tokens that are words, so that people, dishes and places may be called like them; others are written by nobody who means something. */
export const ambiguousTokens: ReadonlySet<string> = new Set(['null', 'nan']);

/** Nothing writes an absent cell with a capital and small letters, but people are called Null and Nan. */
export const looksLikeName = (writing: string): boolean => /^(?:Null|Nan)$/.test(writing);

/** Whether a text is a number or a date by its look. */
export const isTyped = (value: string): boolean =>
  /^[+-]?[.,]*\d[\d.,]*(?:[eE][+-]?\d+)?\s*%?$/.test(value) || /^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}([T ].*)?$/.test(value);

export const isBoolean = (value: string): boolean => /^(?:true|false|yes|no)$/i.test(value.trim());

export type WordStyle = 'lower' | 'upper' | 'title';

/** How the letters of a single word are written; null for what is none, and for capitals amidst it. */
export const styleOf = (value: string): WordStyle | null => {
  const word = value.trim();
  if (!/^\p{L}[\p{L}\p{M}'’-]*$/u.test(word)) return null;
  if (word === word.toLowerCase()) return 'lower';
  if (word === word.toUpperCase()) return 'upper';
  return word.slice(1) === word.slice(1).toLowerCase() ? 'title' : null;
};

/** Part of a column's other cells from which on it is one of numbers and dates. */
export const leastTyped = 0.6;
/** Part of the cells that are single words in a token's style from which on the token may be one of them. */
export const leastAlike = 0.02;
/** A name is rare: cells, and part of them, from which on one that is written otherwise than the others is no name. */
export const [manyCells, manyShare] = [5, 0.01];
