import { Fault, type Finding, type HeaderEvidence, type ReadOptions } from '@millrace/contracts';
import { CleanCsvWriter } from '../clean-csv-writer';
import { headerFindings, uniqueNames } from '../column-names';
import type { IngestLimits } from '../limits';
import type { ReadTable } from '../read-table';
import { sniffHeader } from '../sniff-header';
import { noHeaderFinding, tableFinding } from '../structural-findings';
import type { CleanFile } from '../working-copy';
import { readNumberForms } from './number-formats';
import { SheetHandler, type SheetRow } from './sheet-rows';
import { readSharedStrings, readWorkbookPart, type Workbook } from './workbook-parts';
import { xmlEvents } from './xml-events';
import { ZipPackage } from './zip-package';

interface WorkbookInput {
  readonly sourcePath: string;
  readonly options: Pick<ReadOptions, 'sheet' | 'header'>;
  readonly limits: IngestLimits;
  readonly cleanPath: string;
  readonly onRows: (rows: number) => void;
}

interface WorkbookTable {
  readonly table: ReadTable;
  readonly clean: CleanFile;
  readonly sheet: string;
  readonly header: HeaderEvidence;
}

const sampledRows = 200;

const chooseSheet = ({ sheets }: Workbook, wanted: string | undefined): Workbook['sheets'][number] => {
  const names = sheets.map(({ name }) => name).join(', ');
  if (wanted !== undefined) {
    const found = sheets.find(({ name }) => name === wanted) ?? (/^[1-9]\d*$/.test(wanted) ? sheets[Number(wanted) - 1] : undefined);
    if (!found)
      throw new Fault('unreadable-workbook', `There is no sheet of that name; there are: ${names}.`, { advice: 'Name one of them.' });
    return found;
  }
  const [first] = [...sheets.filter(({ isHidden }) => !isHidden), ...sheets];
  if (!first) throw new Fault('no-rows', 'The workbook has no sheet of cells.');
  return first;
};

const sheetFindings = ({ errors, merges }: SheetHandler, { sheets }: Workbook, sheet: string): Finding[] => {
  const others = sheets.filter(({ name }) => name !== sheet).map(({ name }) => name);
  const more = (count: number, shown: readonly string[]) => `${shown.join('; ')}${count > shown.length ? '; …' : ''}`;
  return [
    ...(errors.count === 0
      ? []
      : [
          tableFinding(
            'errorCells',
            'warning',
            errors.count,
            `${errors.count} cells hold an error such as #N/A: ${more(errors.count, errors.cells)}.`,
            'Mend their formulas; they were read as text.',
          ),
        ]),
    ...(merges.count === 0
      ? []
      : [
          tableFinding(
            'mergedCells',
            'warning',
            merges.count,
            `${merges.count} ranges are merged (${more(merges.count, merges.ranges)}); only the first cell of each has a value.`,
            'Split them and fill in every cell.',
          ),
        ]),
    ...(others.length === 0
      ? []
      : [
          tableFinding(
            'otherSheets',
            'info',
            others.length,
            `The sheet "${sheet}" was read; the others are: ${more(others.length, others.slice(0, 10))}.`,
            'Upload the workbook again with the read option "sheet" to read another.',
          ),
        ]),
  ];
};

/**
 * Reads one sheet of an xlsx workbook into a clean CSV file. The first row with a cell is the header, if it looks like one; blank rows are
 * skipped; dates are ISO text by their number format; a formula is its stored value.
 * @throws Fault `unreadable-workbook`, `unsupported-format`, `expansion-too-large`, `too-many-columns`, `cell-too-large`, `no-rows`
 */
export const readWorkbook = async ({ sourcePath, options, limits, cleanPath, onRows }: WorkbookInput): Promise<WorkbookTable> => {
  const zip = await ZipPackage.open(sourcePath, limits);
  const writer = new CleanCsvWriter(cleanPath, limits);
  try {
    const workbook = await readWorkbookPart(zip);
    const sheet = chooseSheet(workbook, options.sheet);
    const [shared, forms] = [await readSharedStrings(zip, limits), await readNumberForms(zip)];
    const handler = new SheetHandler({ shared, forms, is1904: workbook.is1904, limits });
    const state = {
      header: null as HeaderEvidence | null,
      names: [] as readonly (string | null)[],
      rows: 0,
      width: 0,
      from: Number.MAX_SAFE_INTEGER,
    };
    const take = async () => {
      const batch = handler.rows;
      handler.rows = [];
      const [first] = batch;
      if (!first) return;
      let data = batch;
      if (state.header === null) {
        state.header = headerOf(batch, options.header);
        if (state.header.isHeader) [state.names, data] = [first.cells, batch.slice(1)];
      }
      for (const { cells } of batch) {
        state.width = Math.max(state.width, cells.length);
        state.from = Math.min(
          state.from,
          cells.findIndex((cell) => cell !== null),
        );
      }
      for (const { cells } of data) {
        writer.addCells(cells);
        await writer.flush();
      }
      state.rows += data.length;
      onRows(state.rows);
    };
    const events = xmlEvents(zip.read(sheet.part), handler);
    for (let next = await events.next(); !next.done; next = await events.next())
      if (state.header !== null || handler.rows.length >= sampledRows) await take();
    await take();
    const { header: found, names, rows, width, from } = state;
    if (found === null || rows === 0) throw new Fault('no-rows', `The sheet "${sheet.name}" has no row of data.`);
    const clean = { ...(await writer.end(width)), firstColumn: from };
    const unique = uniqueNames(Array.from({ length: width - from }, (_, at) => names[from + at] ?? ''));
    const columns = unique.names.map((name, position) => ({ position, name, jsonText: false }));
    const findings = [
      ...(found.isHeader ? headerFindings(unique.repairs) : noHeaderFinding(found)),
      ...sheetFindings(handler, workbook, sheet.name),
    ];
    return { table: { rows, columns, raggedRows: 0, findings }, clean, sheet: sheet.name, header: found };
  } catch (error) {
    await writer.destroy();
    throw error;
  } finally {
    zip.close();
  }
};

const headerOf = (rows: readonly SheetRow[], told: boolean | undefined): HeaderEvidence => {
  if (told !== undefined) return { isHeader: told, votesFor: 0, votesAgainst: 0, told: true };
  const sample = rows.slice(0, sampledRows).map(({ cells }) => cells.map((cell) => cell ?? ''));
  const width = Math.max(...sample.map(({ length }) => length));
  return sniffHeader(sample.map((cells) => [...cells, ...Array.from({ length: width - cells.length }, () => '')]));
};
