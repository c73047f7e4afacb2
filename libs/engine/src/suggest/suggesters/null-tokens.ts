import { defaultNullTokens } from '@millrace/contracts';
import { countBy, presentIn, type TableView } from '../table-view';
import { percent, type Suggester } from '../proposal';

/** Tokens that may well be a value in a column of words: a code of a country, a name, a category. */
const wordTokens = new Set(['na', 'none', 'nil']);
const tokens = new Set(defaultNullTokens.filter((token) => token !== ''));

/** Nothing writes an absent cell with a capital and small letters, but people are called Null and Nan. */
const looksLikeName = (value: string): boolean => /^(?:Null|Nan)$/.test(value.trim());

const isTyped = (value: string): boolean =>
  /^[+-]?[.,]*\d[\d.,]*(?:[eE][+-]?\d+)?\s*%?$/.test(value) || /^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}([T ].*)?$/.test(value);

interface Found {
  readonly name: string;
  readonly position: number;
  /** Token → cells, surely meant as absent or perhaps. */
  readonly sure: Map<string, number>;
  readonly unsure: Map<string, number>;
}

const tokensIn = (view: TableView, position: number, name: string): Found => {
  const column = view.column(position);
  const found = countBy(column, (value) => {
    const token = value.trim().toLowerCase();
    return tokens.has(token) ? token : null;
  });
  const others = found.get(null) ?? 0;
  found.delete(null);
  const kinds = countBy(column, (value) =>
    tokens.has(value.trim().toLowerCase()) ? 'token' : isTyped(value) ? 'typed' : /[\p{L}\p{N}]/u.test(value) ? 'text' : 'signs',
  );
  const typed = (kinds.get('typed') ?? 0) >= others * 0.6 && others > 0;
  const named = new Set(
    typed
      ? []
      : column.values
          .filter((value, code) => (column.counts[code] ?? 0) > 0 && looksLikeName(value))
          .map((value) => value.trim().toLowerCase()),
  );
  // Among signs, such as the strands + and -, a sign is a value.
  const isSigns = (kinds.get('signs') ?? 0) > others * 0.02;
  // Among single letters, such as bases, a single sign may be one of them.
  const singles = countBy(column, (value) => (value.trim().length === 1 && /[\p{L}\p{N}]/u.test(value) ? 'single' : 'longer'));
  const isCodes = !typed && (singles.get('single') ?? 0) >= others * 0.98;
  const [sure, unsure] = [new Map<string, number>(), new Map<string, number>()];
  for (const [token, cells] of found as Map<string, number>) {
    const isWord = wordTokens.has(token) && !typed;
    const isSign = !/[a-z]/.test(token) && (isSigns || (isCodes && token.length === 1));
    (isWord || isSign || named.has(token) || others === 0 ? unsure : sure).set(token, cells);
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
  const columns = view.columns.map(({ position, name }) => tokensIn(view, position, name));
  return [...proposal(view, columns, 'sure'), ...proposal(view, columns, 'unsure')];
};
