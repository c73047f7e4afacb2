import type { TableEstimate } from './source';

const delimiters = [',', ';', '\t', '|', '\u0001', ':'] as const;
/** Lines of a part whose cells are measured. */
const measuredLines = 400;

interface Lines {
  /** Those that are not cut: the first and the last may be, unless the part is all there is. */
  readonly whole: readonly string[];
  /** How many end in the part, cut or not: of long lines few are whole, and those would say that all are short. */
  readonly ended: number;
}

const linesOf = (part: Buffer, isWhole: boolean): Lines => {
  const lines = part.toString('latin1').split(/\r\n|\n|\r/);
  const whole = (isWhole ? lines : lines.slice(1, -1)).filter((line) => line.length > 0);
  const isCut = !isWhole && lines.length > 1 && lines[0] !== '';
  return { whole, ended: whole.length + (isCut ? 1 : 0) };
};

const delimiterOf = (lines: readonly string[]): string => {
  const count = (delimiter: string) => lines.slice(0, 50).reduce((sum, line) => sum + line.split(delimiter).length - 1, 0);
  return delimiters.reduce((best, delimiter) => (count(delimiter) > count(best) ? delimiter : best));
};

/** A line without what encloses it and parts it from the next, where the lines are those of an array. */
const recordText = (line: string): string => {
  const opened = line.trim().replace(/^\[/, '');
  const closed = opened.replace(/\]$/, '').trimEnd();
  return closed.replace(/,$/, '');
};

/** Cells of one line; null where it is no record by itself. Quotes are not minded: widths are wanted, not values. */
const cellsOf = (line: string, format: 'csv' | 'json', delimiter: string): readonly [string, number][] | null => {
  if (format === 'csv') return line.split(delimiter).map((cell, at) => [String(at), cell.length]);
  try {
    const record: unknown = JSON.parse(recordText(line));
    if (typeof record !== 'object' || record === null) return null;
    return Object.entries(record).map(([key, value]) => [key, typeof value === 'string' ? value.length : JSON.stringify(value).length]);
  } catch {
    return null;
  }
};

/**
 * Rows and widths of delimited or JSON lines from parts of the text. Where no line of JSON is a record by itself, the text is taken for
 * cells as a whole.
 * @param totalBytes of the text, of which the parts are samples.
 */
export const estimateLines = (parts: readonly Buffer[], totalBytes: number, format: 'csv' | 'json'): Omit<TableEstimate, 'basis'> => {
  const isWhole = parts.length === 1 && (parts[0]?.length ?? 0) >= totalBytes;
  const sampled = parts.map((part) => linesOf(part, isWhole));
  const delimiter = format === 'csv' ? delimiterOf(sampled[0]?.whole ?? []) : '';
  const widths = new Map<string, number>();
  let [records, recordBytes] = [0, 0];
  for (const { whole: part } of sampled) {
    const step = Math.max(1, Math.ceil(part.length / measuredLines));
    for (let at = 0; at < part.length; at += step) {
      const cells = cellsOf(part[at] ?? '', format, delimiter);
      if (cells === null) continue;
      records += 1;
      recordBytes += (part[at]?.length ?? 0) + 1;
      for (const [key, width] of cells) widths.set(key, (widths.get(key) ?? 0) + width);
    }
  }
  const lines = sampled.reduce((sum, { ended }) => sum + ended, 0);
  const sampledBytes = parts.reduce((sum, { length }) => sum + length, 0);
  const rows = Math.max(1, Math.round((totalBytes * lines) / Math.max(1, sampledBytes)));
  if (records === 0) return { rows, columns: 1, textBytes: totalBytes, widestBytes: Math.round(totalBytes / 2) };
  // Columns by those lines that were measured.
  const scale = totalBytes / recordBytes;
  const sums = [...widths.values()];
  return {
    rows,
    columns: widths.size,
    textBytes: Math.round(scale * sums.reduce((sum, width) => sum + width, 0)),
    widestBytes: Math.round(scale * Math.max(...sums)),
  };
};
