import type { Ingest, QuarantinedRow } from '@millrace/contracts';
import { formulaSafeText } from '@millrace/engine';
import { createReadStream, createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

const quoted = (text: string): string => (/^$|[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** Cells as a line of CSV for people: an absent one is empty and bare, and none is a formula to a spreadsheet. */
export const csvLine = (cells: readonly (string | number | null)[]): string =>
  `${cells.map((cell) => (typeof cell === 'string' ? quoted(formulaSafeText(cell)) : (cell ?? ''))).join(',')}\n`;

/** The rows that were set aside as CSV, with row, step and reason before their own columns. */
export const writeQuarantine = async (ndjsonPath: string, { columns }: Ingest, path: string): Promise<void> => {
  const names = columns.map(({ name }) => name);
  const lines = async function* () {
    yield csvLine(['row', 'step', 'reason', ...names]);
    for await (const line of createInterface({ input: createReadStream(ndjsonPath) })) {
      const { row, stepName, reason, cells } = JSON.parse(line) as QuarantinedRow;
      yield csvLine([row, stepName, reason, ...names.map((name) => cells[name] ?? null)]);
    }
  };
  await pipeline(Readable.from(lines()), createWriteStream(path));
};
