import { Fault } from '../faults/fault';

/** An expression over columns as a tree. */
export type Tree =
  | { readonly kind: 'number'; readonly value: string }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'column'; readonly value: string }
  | { readonly kind: 'call'; readonly name: string; readonly of: readonly Tree[] };

interface Token {
  readonly kind: 'number' | 'text' | 'column' | 'word' | 'sign' | 'end';
  readonly value: string;
}

const deepest = 40;
const forms = /\s*(?:(\d+(?:\.\d+)?)|'((?:[^']|'')*)'|\[([^\]]+)\]|([\p{L}_][\p{L}\p{N}_]*)|(!=|<=|>=|[-+*/=<>(),]))/uy;
/** From what binds least to what binds most. */
const levels: readonly (readonly string[])[] = [['or'], ['and'], ['=', '!=', '<', '<=', '>', '>='], ['+', '-'], ['*', '/']];

const wrong = (why: string): Fault => new Fault('invalid-recipe', `The expression ${why}.`);

const tokensOf = (text: string): Token[] => {
  const tokens: Token[] = [];
  for (let at = 0; at < text.trimEnd().length;) {
    forms.lastIndex = at;
    const found = forms.exec(text);
    if (!found) throw wrong(`has something that is not understood at character ${at + 1}`);
    const [, number, quoted, column, word, sign] = found;
    if (number !== undefined) tokens.push({ kind: 'number', value: number });
    else if (quoted !== undefined) tokens.push({ kind: 'text', value: quoted.replaceAll("''", "'") });
    else if (column !== undefined) tokens.push({ kind: 'column', value: column });
    else tokens.push(word === undefined ? { kind: 'sign', value: sign ?? '' } : { kind: 'word', value: word });
    at = forms.lastIndex;
  }
  return tokens;
};

/** Reads an expression. @throws Fault `invalid-recipe` */
export const parseExpression = (text: string): Tree => {
  const tokens = tokensOf(text);
  let at = 0;
  const peek = (): Token => tokens[at] ?? { kind: 'end', value: 'its end' };
  const take = (value: string): void => {
    if (peek().value !== value || peek().kind === 'text') throw wrong(`needs "${value}" where it has ${JSON.stringify(peek().value)}`);
    at += 1;
  };
  const isNext = (...values: readonly string[]): boolean =>
    (peek().kind === 'sign' || peek().kind === 'word') && values.includes(peek().value);

  const single = (depth: number): Tree => {
    if (depth > deepest) throw wrong('goes too deep');
    if (isNext('-', 'not')) {
      const name = peek().value === '-' ? 'negate' : 'not';
      at += 1;
      return { kind: 'call', name, of: [single(depth + 1)] };
    }
    if (isNext('(')) {
      at += 1;
      const inner = binary(0, depth + 1);
      take(')');
      return inner;
    }
    const { kind, value } = peek();
    if (kind === 'sign' || kind === 'end') throw wrong(`has ${JSON.stringify(value)} where a value should be`);
    at += 1;
    if (kind !== 'word') return { kind, value };
    if (!isNext('(')) return { kind: 'column', value };
    const of: Tree[] = [];
    do {
      at += 1;
      of.push(binary(0, depth + 1));
    } while (isNext(','));
    take(')');
    return { kind: 'call', name: value.toLowerCase(), of };
  };
  const binary = (level: number, depth: number): Tree => {
    const signs = levels[level];
    if (!signs) return single(depth);
    let left = binary(level + 1, depth);
    while (isNext(...signs)) {
      const name = peek().value;
      at += 1;
      left = { kind: 'call', name, of: [left, binary(level + 1, depth)] };
    }
    return left;
  };
  const tree = binary(0, 0);
  if (peek().kind !== 'end') throw wrong(`goes on with ${JSON.stringify(peek().value)} after its end`);
  return tree;
};
