import { RE2JS } from 're2js';

const space = String.raw`\t-\r \x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}\x{feff}`;
const notSpace = String.raw`\x{0}-\x{8}\x{e}-\x{1f}!-\x{9f}\x{a1}-\x{167f}\x{1681}-\x{1fff}\x{200b}-\x{2027}\x{202a}-\x{202e}\x{2030}-\x{205e}\x{2060}-\x{2fff}\x{3001}-\x{fefe}\x{ff00}-\x{10ffff}`;

/** What RE2 understands otherwise than ECMAScript does, or writes otherwise. */
const sayInRe2 = (token: string, isInClass: boolean): string => {
  // It would be taken for the letter k.
  if (token === String.raw`\k`) throw new SyntaxError('a named back-reference: `\\k`');
  if (token === '.') return isInClass ? token : String.raw`[^\n\r\x{2028}\x{2029}]`;
  // Within a class it would begin one of POSIX, such as [:alpha:].
  if (token === '[') return isInClass ? String.raw`\[` : token;
  if (token === String.raw`\s`) return isInClass ? space : `[${space}]`;
  if (token === String.raw`\S`) return isInClass ? notSpace : `[${notSpace}]`;
  const pair = /^\\u(d[89ab]\p{ASCII_Hex_Digit}{2})\\u(d[c-f]\p{ASCII_Hex_Digit}{2})$/iu.exec(token);
  if (pair)
    return String.raw`\x{${
      String.fromCharCode(...pair.slice(1).map((half) => parseInt(half, 16)))
        .codePointAt(0)
        ?.toString(16) ?? ''
    }}`;
  return token.replace(/^(\\p)\{(?:Script|sc|General_Category|gc)=/iu, '$1{');
};

/** A pattern of ECMAScript (`u`) as RE2 writes it. */
const translate = (pattern: string): string => {
  let isInClass = false;
  const inner = pattern.replaceAll(/\\u[dD][89abAB]..\\u[dD][c-fC-F]..|\\[pP]\{[^}]*\}|\[\^\]|\\.|[[\].]/gsu, (token) => {
    if (token === '[^]' && !isInClass) return token;
    const said = token === '[^]' ? String.raw`\[^]` : sayInRe2(token, isInClass);
    if (token === '[') isInClass = true;
    else if (token === ']' || token === '[^]') isInClass = false;
    return said;
  });
  return RE2JS.translateRegExp(inner);
};

const compile = (pattern: string, isWhole: boolean): RE2JS | string => {
  try {
    new RegExp(pattern, 'u');
  } catch {
    return 'is no regular expression';
  }
  try {
    return RE2JS.compile(isWhole ? `^(?:${translate(pattern)})$` : translate(pattern));
  } catch (error) {
    const part = /`([^]*)`/u.exec(error instanceof Error ? error.message : '')?.[1] ?? pattern;
    return `has "${part.slice(0, 60)}": look-around, back-references and more than 1000 repetitions are not taken, since a text of any length has to be matched in time linear in it`;
  }
};

/** Why a text is no pattern that can be matched in linear time; null where it is one. It names the construct. */
export const patternProblem = (pattern: string): string | null => {
  const compiled = compile(pattern, true);
  return typeof compiled === 'string' ? compiled : null;
};

/**
 * Whether the whole of a text fits a pattern, in time linear in the text, whatever the pattern.
 * Syntax and meaning are those of ECMAScript with the flag `u`, less what no automaton does.
 * @throws RangeError where `patternProblem` tells of one
 */
export const linearPattern = (pattern: string): ((text: string) => boolean) => {
  const compiled = compile(pattern, true);
  if (typeof compiled === 'string') throw new RangeError(`The pattern ${compiled}.`);
  return (text) => compiled.testExact(text);
};

/** As `linearPattern`, for any part of a text. @throws RangeError where `patternProblem` tells of one */
export const linearSearch = (pattern: string): ((text: string) => boolean) => {
  const compiled = compile(pattern, false);
  if (typeof compiled === 'string') throw new RangeError(`The pattern ${compiled}.`);
  return (text) => compiled.test(text);
};
