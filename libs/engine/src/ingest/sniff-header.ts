import type { HeaderEvidence } from '@millrace/contracts';

const value =
  /^[-+]?(?:\d[\d,. ]*\d|\d)(?:[eE][-+]?\d+)?\s?%?$|^\d{4}-\d{2}-\d{2}(?:[T ].*)?$|^\d{1,2}[./-]\d{1,2}[./-]\d{2,4}$|^(?:true|false)$|^[^@\s]+@[^@\s.]+(?:\.[^@\s.]+)+$|^[0-9a-f]{8}-[0-9a-f]{4}-/i;

const filled = (cells: readonly string[]): string[] => cells.map((cell) => cell.trim()).filter((cell) => cell !== '');

/** Years, quarters and the like as names of columns: whole numbers that count up by one. */
const countsUp = (cells: readonly string[]): boolean => {
  const numbers = cells.filter((cell) => /^\d{1,4}$/.test(cell)).map(Number);
  return numbers.length > 1 && numbers.every((one, at) => at === 0 || one === (numbers[at - 1] ?? 0) + 1);
};

/**
 * Whether the first row names the columns. Votes, a column each: for, where the cells below are values (numbers, dates, …) and the first is
 * not; against, where the first is a value as those below are, or stands again below. Without any vote it is taken for a header.
 */
export const sniffHeader = (records: readonly (readonly string[])[]): HeaderEvidence => {
  const [first = [], ...rest] = records;
  const rows = rest.filter(({ length }) => length === first.length);
  const series = countsUp(first.map((cell) => cell.trim()));
  let [votesFor, votesAgainst] = [0, 0];
  first.forEach((raw, position) => {
    const [name, below] = [raw.trim(), filled(rows.map((row) => row[position] ?? ''))];
    if (name === '' || below.length === 0) return;
    const share = below.filter((cell) => value.test(cell)).length / below.length;
    if (value.test(name)) {
      if (!series && share > 0.5) votesAgainst += 1;
    } else if (share > 0.8) votesFor += 1;
    else if (below.length > 2 && below.includes(name)) votesAgainst += 1;
  });
  return { isHeader: votesAgainst === 0 || votesFor >= votesAgainst, votesFor, votesAgainst, told: false };
};
