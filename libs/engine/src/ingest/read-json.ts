import { Fault } from '@millrace/contracts';
import { CleanCsvWriter } from './clean-csv-writer';
import { jsonMembers, type JsonMember } from './json-cells';
import type { JsonText } from './json-texts';
import type { IngestLimits } from './limits';
import type { ReadTable } from './read-table';
import { ShapeRecorder, type ValueKind } from './row-shape';
import { RowsAside } from './rows-aside';
import type { CleanFile } from './working-copy';

interface JsonInput {
  readonly texts: AsyncIterable<Iterable<JsonText>>;
  readonly limits: IngestLimits;
  readonly cleanPath: string;
  readonly asidePath: string;
  /** Columns that the table has whether or not any row does, before those that are found. */
  readonly keys?: readonly string[] | undefined;
  readonly onRows: (rows: number) => void;
}

interface JsonColumn {
  readonly position: number;
  /** Values that are texts, and those that are neither texts nor null. */
  texts: number;
  others: number;
  /** The last object that has it. */
  object: number;
}

/** The columns seen so far: the keys of the first level, in order of first sight. */
class JsonColumns {
  readonly byName = new Map<string, JsonColumn>();

  constructor(private readonly limits: IngestLimits) {}

  /** @throws Fault `too-many-columns` */
  of(name: string, line: number): JsonColumn {
    const known = this.byName.get(name);
    if (known) return known;
    if (this.byName.size >= this.limits.maxColumns)
      throw new Fault('too-many-columns', `Line ${line} brings more than ${this.limits.maxColumns} keys.`, { place: { line } });
    const column = { position: this.byName.size, texts: 0, others: 0, object: -1 };
    this.byName.set(name, column);
    return column;
  }

  /** Whether an object has a key twice: no table can hold both of its values. @param object its number */
  haveTwice(members: readonly JsonMember[], object: number): boolean {
    for (const { name } of members) {
      const known = this.byName.get(name);
      if (known === undefined) return new Set(members.map((member) => member.name)).size < members.length;
      if (known.object === object) return true;
      known.object = object;
    }
    return false;
  }
}

/**
 * Reads JSON objects into a clean CSV file. Columns are the keys of the first level in order of first sight; a nested value is its JSON
 * text, a number its own. Before the cells goes the shape of each row, to be kept where columns alone do not tell how to write it back.
 * What is not an object, or has a key twice, is kept aside.
 * @throws Fault `unreadable-json` where most of it is not, `too-deep`, `cell-too-large`, `too-many-columns`, `empty-file`, `no-rows`
 */
export const readJson = async ({
  texts,
  limits,
  cleanPath,
  asidePath,
  keys = [],
  onRows,
}: JsonInput): Promise<{ table: ReadTable; clean: CleanFile }> => {
  const columns = new JsonColumns(limits);
  for (const key of keys) columns.of(key, 1);
  const shapes = new ShapeRecorder();
  const aside = new RowsAside(asidePath);
  const writer = new CleanCsvWriter(cleanPath, limits);
  let [rows, objects, firstBad] = [0, 0, 0];
  const take = ({ text, line, bytes }: JsonText) => {
    if (text.length > limits.maxCellChars)
      throw new Fault('cell-too-large', `Line ${line} has more than ${limits.maxCellChars} characters.`, { place: { line } });
    const members = bytes ? null : jsonMembers(text, line, limits.maxJsonDepth);
    objects += 1;
    if (members === null || columns.haveTwice(members, objects)) {
      firstBad ||= line;
      aside.add({ line, text, ...(bytes ? { reason: 'badBytes', bytes: bytes.toString('base64') } : { reason: 'unreadableLines' }) }, rows);
      return;
    }
    const cells: (string | null)[] = new Array<null>(columns.byName.size).fill(null);
    for (const { name, cell, isText } of members) {
      const column = columns.of(name, line);
      const kind: ValueKind = isText ? 't' : cell === null ? 'n' : 'o';
      if (kind === 't') column.texts += 1;
      else if (kind === 'o') column.others += 1;
      shapes.add(column.position, kind);
      cells[column.position] = cell;
    }
    writer.addCells(cells, shapes.end());
    rows += 1;
  };
  try {
    for await (const batch of texts) {
      for (const text of batch) {
        take(text);
        await writer.flush();
      }
      await aside.flush();
      onRows(rows);
    }
    if (rows + aside.count === 0) throw new Fault('empty-file', 'The file has no line that is not blank.');
    if (aside.count > rows)
      throw new Fault(
        'unreadable-json',
        `${aside.count} of ${rows + aside.count} are no JSON object, or have a key twice; the first is on line ${firstBad}.`,
        {
          place: { line: firstBad },
        },
      );
    if (columns.byName.size === 0) throw new Fault('no-rows', 'No object has a key.');
    const written = await writer.end(columns.byName.size + 1);
    await aside.end();
    const found = [...columns.byName];
    const isNeeded = shapes.isUneven(found.length) || found.some(([, { texts, others }]) => texts > 0 && others > 0);
    const described = found.map(([name, { position, texts, others }]) => ({ position, name, jsonText: texts > 0 && texts >= others }));
    const table = { rows, columns: described, raggedRows: aside.count, findings: aside.findings() };
    return { table, clean: { ...written, firstColumn: 1, ...(isNeeded && { shape: shapes.first }) } };
  } catch (error) {
    await writer.destroy();
    await aside.destroy();
    throw error;
  }
};
