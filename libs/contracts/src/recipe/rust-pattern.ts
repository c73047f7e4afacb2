import { RE2JS } from 're2js';
import type * as z from 'zod';

/** What of a pattern of Rust's `regex` can be told without it. */
export interface PatternFacts {
  /** Why it is none; null where it may be one. What is not told here the engine finds when it runs. */
  readonly problem: string | null;
  /** How many groups it has besides the whole match; Infinity where only the engine knows. */
  readonly groups: number;
  /** What some of them are called; null where only the engine knows. */
  readonly names: ReadonlySet<string> | null;
}

const escape = /\\(?:[pPxuUb]\{[^}]*\}|.)/suy;
const namedClass = /\[:\^?[a-z]+:\]/y;
const counted = /\{\s*(\d+)\s*(?:,\s*(?:(\d+)\s*)?)?\}/y;
const knownEscapes = 'afnrtvAzbBdDsSwWpPxuU';
const notLinear =
  'look-around, back-references and atomic groups are not taken, since a text of any length has to be matched in time linear in it';

const has = (part: string, why: string): string => `has "${part.slice(0, 60)}": ${why}`;

const problemOfEscape = (found: string): string | null => {
  const [, sign = ''] = found;
  if (/[0-9k]/.test(sign)) return has(found, notLinear);
  return /[a-zA-Z]/.test(sign) && !knownEscapes.includes(sign) ? has(found, 'no such escape is known') : null;
};

/** What a group begins with. */
const problemOfGroup = (rest: string): string | null => {
  const [lookAround] = /^\(\?(?:<?[=!]|>|P[=>])/.exec(rest) ?? [];
  if (lookAround !== undefined) return has(lookAround, notLinear);
  const [known] = /^\(\?(?:P?<[^>=!]+>|[imsUuxR-]*[:)])/.exec(rest) ?? [];
  return rest.startsWith('(?') && known === undefined ? has(rest.slice(0, 3), 'no such group is known') : null;
};

/** Reads a pattern sign by sign. */
class Scan {
  groups = 0;
  readonly names = new Set<string>();
  problem: string | null = null;
  private open = 0;
  private at = 0;

  constructor(private readonly pattern: string) {
    while (this.at < pattern.length && this.problem === null) {
      const width = this.next();
      this.at += width;
    }
    if (this.problem === null && this.open > 0) this.problem = has('(', 'the group has no end');
  }

  private match(form: RegExp): RegExpExecArray | null {
    form.lastIndex = this.at;
    return form.exec(this.pattern);
  }

  /** Looks at what comes next, and says how long it is. */
  private next(): number {
    const sign = this.pattern[this.at];
    if (sign === '\\') return this.escaped();
    if (sign === '[') return this.charactersIn();
    if (sign === '{') return this.repeated();
    if (sign === '(') {
      this.problem = problemOfGroup(this.pattern.slice(this.at));
      const isFlags = /^\(\?[imsUuxR-]*\)/.test(this.pattern.slice(this.at));
      if (!isFlags) this.open += 1;
      const [group, name] = /^\((?!\?)|^\(\?P?<([^>]*)/.exec(this.pattern.slice(this.at)) ?? [];
      if (group !== undefined) this.groups += 1;
      if (name !== undefined) this.names.add(name);
      return isFlags ? this.pattern.indexOf(')', this.at) + 1 - this.at : 1;
    }
    if (sign === ')') {
      this.open -= 1;
      if (this.open < 0) this.problem = has(')', 'no group begins before it');
    }
    return 1;
  }

  private escaped(): number {
    const found = this.match(escape)?.[0];
    this.problem = found === undefined ? 'ends in a backslash' : problemOfEscape(found);
    return found?.length ?? 1;
  }

  private repeated(): number {
    const [found, least = '', most = ''] = this.match(counted) ?? [];
    if (found === undefined) this.problem = has('{', 'repetitions are {2}, {2,} or {2,5}; the sign itself is \\{');
    else if (most !== '' && Number(most) < Number(least)) this.problem = has(found, 'the most is below the least');
    return found?.length ?? 1;
  }

  /** A class, which may have others in it. */
  private charactersIn(): number {
    const start = this.at;
    let depth = 0;
    while (this.at < this.pattern.length) {
      const sign = this.pattern[this.at];
      if (sign === '\\') {
        this.at += this.escaped();
        if (this.problem !== null) return 1;
        continue;
      }
      const named = depth > 0 ? this.match(namedClass)?.[0] : undefined;
      if (named !== undefined) this.at += named.length;
      else if (sign === '[') {
        depth += 1;
        this.at += /^\[\^?\]/.exec(this.pattern.slice(this.at))?.[0].length ?? 1;
      } else {
        if (sign === ']') depth -= 1;
        this.at += 1;
        if (depth === 0) break;
      }
    }
    if (depth > 0) this.problem = has(this.pattern.slice(start), 'the class has no end');
    return 0;
  }
}

/** What RE2, which has nearly the same syntax, says of it, where Rust's says the same. */
const problemInRe2 = (pattern: string): string | null => {
  try {
    RE2JS.compile(pattern);
    return null;
  } catch (error) {
    const [, what = '', part = ''] = /: ([^:`]*): `([^`]*)`/.exec(error instanceof Error ? error.message : '') ?? [];
    if (what === 'missing argument to repetition operator') return has(part, 'there is nothing that it repeats');
    if (what === 'duplicate capture group name') return has(part, 'two groups have one name');
    return what === 'invalid character class range' && !part.startsWith('\\') ? has(part, 'the range ends before it begins') : null;
  }
};

/** Where blanks and comments mean nothing, or a class stands in another, only the engine knows what a pattern says. */
const isBeyond = (pattern: string): boolean => /\(\?[a-zA-Z]*x/.test(pattern) || /\[[^\]]*\[(?!:)/.test(pattern);

export const rustPatternFacts = (pattern: string): PatternFacts => {
  if (/\(\?[a-zA-Z]*x/.test(pattern)) return { problem: null, groups: Infinity, names: null };
  const { problem, groups, names } = new Scan(pattern);
  return { problem: problem ?? (isBeyond(pattern) ? null : problemInRe2(pattern)), groups, names };
};

/** Refuses what is no pattern of Rust's `regex` before anything is matched by it, with the construct that is wrong. @returns what it is */
export const refuseUnlessRust = (pattern: string, context: z.RefinementCtx, path: readonly string[] = []): PatternFacts => {
  const facts = rustPatternFacts(pattern);
  if (facts.problem !== null) context.addIssue({ code: 'custom', message: `the pattern ${facts.problem}`, path: [...path] });
  return facts;
};
