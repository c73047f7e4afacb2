import { Fault } from '@millrace/contracts';

/** One member of an object: its name, and its value's own text. */
export interface JsonMember {
  readonly name: string;
  /** Null for null; a string's content; the text of anything else, without white space outside of strings. */
  readonly cell: string | null;
  readonly isText: boolean;
}

const [quote, backslash] = [34, 92];

/** The end of a string that begins at `at`: just behind its closing quote. */
const stringEnd = (text: string, at: number): number => {
  for (let to = at + 1; ;) {
    const found = text.indexOf('"', to);
    if (found < 0) return text.length;
    let slashes = 0;
    while (text.charCodeAt(found - 1 - slashes) === backslash) slashes += 1;
    if (slashes % 2 === 0) return found + 1;
    to = found + 1;
  }
};

/** White space outside of strings left out; numbers stay as they are written. */
const compact = (text: string): string => {
  if (!/\s/.test(text)) return text;
  let found = '';
  for (let at = 0; at < text.length;) {
    if (text.charCodeAt(at) === quote) {
      const end = stringEnd(text, at);
      found += text.slice(at, end);
      at = end;
    } else {
      if (!/\s/.test(text[at] ?? '')) found += text[at] ?? '';
      at += 1;
    }
  }
  return found;
};

const content = (literal: string): string => (literal.includes('\\') ? (JSON.parse(literal) as string) : literal.slice(1, -1));

/** Whether each text is one that can be written: an escape can name half of a character, for which no encoding has bytes. */
const areTexts = (members: readonly JsonMember[]): boolean =>
  members.every(({ name, cell }) => name.isWellFormed() && (cell === null || cell.isWellFormed()));

const skipSpace = (text: string, at: number): number => {
  let to = at;
  for (let code = text.charCodeAt(to); code === 32 || code === 10 || code === 13 || code === 9; code = text.charCodeAt(to)) to += 1;
  return to;
};

/** The end of a value that is no string: the comma or brace that ends it, nested ones stepped over. */
const valueEnd = (text: string, from: number): number => {
  let depth = 0;
  for (let at = from; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === quote) at = stringEnd(text, at) - 1;
    else if (code === 91 || code === 123) depth += 1;
    else if (code === 93 || code === 125) {
      if (depth === 0) return at;
      depth -= 1;
    } else if (code === 44 && depth === 0) return at;
  }
  return text.length;
};

/** Deeper nesting overflows the stack of parsers; cheap to see without parsing. @throws Fault `too-deep` */
const checkDepth = (text: string, line: number, maxDepth: number): void => {
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === quote) at = stringEnd(text, at) - 1;
    else if (code === 91 || code === 123) {
      depth += 1;
      if (depth > maxDepth) throw new Fault('too-deep', `Line ${line} is nested deeper than ${maxDepth} levels.`, { place: { line } });
    } else if (code === 93 || code === 125) depth -= 1;
  }
};

/** Whether anything may be nested in the object that a text is: most are flat, and a search is all that they need. */
const mayNest = (text: string): boolean => text.indexOf('{', text.indexOf('{') + 1) > 0 || text.includes('[');

/**
 * The members of a JSON object by their own text: no number passes through a double.
 * @returns null for what is not JSON, or not an object, and for one with a text that cannot be written
 * @throws Fault `too-deep`, before anything is parsed
 */
export const jsonMembers = (text: string, line: number, maxDepth: number): JsonMember[] | null => {
  if (mayNest(text)) checkDepth(text, line, maxDepth);
  try {
    JSON.parse(text);
  } catch {
    return null;
  }
  let at = skipSpace(text, 0);
  if (text[at] !== '{') return null;
  const members: JsonMember[] = [];
  for (at = skipSpace(text, at + 1); text[at] === '"';) {
    const nameEnd = stringEnd(text, at);
    const name = content(text.slice(at, nameEnd));
    at = skipSpace(text, skipSpace(text, nameEnd) + 1);
    const isText = text[at] === '"';
    const end = isText ? stringEnd(text, at) : valueEnd(text, at);
    const raw = text.slice(at, end);
    const cell = isText ? content(raw) : compact(raw);
    members.push({ name, cell: cell === 'null' && !isText ? null : cell, isText });
    at = skipSpace(text, end);
    if (text[at] === ',') at = skipSpace(text, at + 1);
  }
  return text.includes('\\u') && !areTexts(members) ? null : members;
};
