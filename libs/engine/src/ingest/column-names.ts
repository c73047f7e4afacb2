import type { Finding } from '@millrace/contracts';

interface Repair {
  /** 0-based. */
  readonly position: number;
  readonly name: string;
  /** Null for a blank or very long name, else the 0-based column whose name it repeats. */
  readonly repeats: number | null;
  readonly isLong: boolean;
}

export interface ColumnNames {
  readonly names: string[];
  readonly repairs: Repair[];
}

/** In UTF-16 code units: a name is a key of what is stored about its column. */
const longestName = 500;

const shortened = (name: string): string =>
  name.length <= longestName ? name : `${name.slice(0, longestName - 10).replace(/[\uD800-\uDBFF]$/, '')}…`;

/** Names that are unique, not blank and of 500 characters at most: a blank one becomes `column_N` (1-based), a repeated one gets `_2`, `_3`, … */
export const uniqueNames = (raw: readonly string[]): ColumnNames => {
  const taken = new Set(raw.map((name) => shortened(name.trim())).filter((name) => name !== ''));
  const seen = new Map<string, number>();
  const nextNumber = new Map<string, number>();
  const repairs: Repair[] = [];
  const names = raw.map((original, position) => {
    const trimmed = shortened(original.trim());
    const isLong = trimmed !== original.trim();
    const wanted = trimmed === '' ? `column_${position + 1}` : trimmed;
    let name = wanted;
    let number = nextNumber.get(wanted) ?? 2;
    for (; seen.has(name) || (name !== trimmed && taken.has(name)); number += 1) name = `${wanted}_${number}`;
    nextNumber.set(wanted, number);
    if (name !== trimmed || isLong) repairs.push({ position, name, repeats: trimmed === '' ? null : (seen.get(trimmed) ?? null), isLong });
    seen.set(name, position);
    return name;
  });
  return { names, repairs };
};

const shownRepairs = 10;

/** What was wrong with the names in a header, with positions. */
export const headerFindings = (repairs: readonly Repair[]): Finding[] => {
  if (repairs.length === 0) return [];
  const shown = repairs
    .slice(0, shownRepairs)
    .map(({ position, name, repeats, isLong }) =>
      isLong
        ? `column ${position + 1} has more than ${longestName} characters, now ${name.slice(0, 20)}…`
        : repeats === null
          ? `column ${position + 1} is blank, now ${name}`
          : `column ${position + 1} repeats column ${repeats + 1}, now ${name}`,
    );
  return [
    {
      rule: 'repairedHeader',
      severity: 'warning',
      column: null,
      measured: repairs.length,
      threshold: 0,
      count: repairs.length,
      exampleRows: [],
      message: `${repairs.length} column names were blank, repeated or very long and were mended: ${shown.join('; ')}${repairs.length > shownRepairs ? '; …' : ''}.`,
      advice: 'Give every column a short name of its own.',
    },
  ];
};
