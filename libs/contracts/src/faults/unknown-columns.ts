import { Fault, type Place } from './fault';
import { nearWords } from './near-words';

const [mostTold, mostListed] = [5, 50] as const;

/**
 * That columns are named which are not there, each with those that were probably meant.
 * @param who names them, as a sentence begins
 * @param columns those that there are
 */
export const unknownColumns = (
  who: string,
  unknown: readonly [string, ...string[]],
  columns: readonly string[],
  place: Place = {},
): Fault => {
  const told = unknown.slice(0, mostTold).map((name) => ({ name, near: nearWords(name, columns) }));
  const named = told.map(
    ({ name, near }) => `"${name}"${near.length === 0 ? '' : ` (near it: ${near.map((one) => `"${one}"`).join(', ')})`}`,
  );
  const more = unknown.length > told.length ? ` and ${unknown.length - told.length} more` : '';
  const which = unknown.length === 1 ? 'the column' : 'the columns';
  const are = unknown.length === 1 ? 'is' : 'are';
  const listed = `${columns.slice(0, mostListed).join(', ')}${columns.length > mostListed ? ` and ${columns.length - mostListed} more` : ''}`;
  return new Fault(
    'unknown-column',
    `${who} names ${which} ${named.join(', ')}${more}, which ${are} not there. The columns are: ${listed}.`,
    {
      place: { ...place, column: unknown[0] },
      evidence: { unknown: told },
    },
  );
};

/** The names that no column has, each once. */
export const namesMissing = (names: Iterable<string | undefined>, columns: readonly string[]): string[] => {
  const known = new Set(columns);
  return [...new Set(names)].filter((name) => name !== undefined && !known.has(name)) as string[];
};
