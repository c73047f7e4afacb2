import { Fault } from '@millrace/contracts';

/** What a cell of a sheet can hold; a number that is not finite stands as text. */
export type SheetCell = string | number | null;

/** Limits of the format: https://support.microsoft.com/office/1672b34d-7043-467e-8e27-269d656771c3 */
const [mostRows, mostColumns, longestText] = [1_048_576, 16_384, 32_767];

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
/** What XML cannot hold, and what would be read as the escape of such a sign (ECMA-376, 22.4.2.4). */
const unfit = /[\0-\x08\x0b-\x1f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]|_(?=x[\dA-Fa-f]{4}_)/g;
const hexOf = (sign: string): string => `_x${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`;

/** A text as XML has it. */
export const xmlText = (text: string): string => text.replace(unfit, hexOf).replace(/[&<>"]/g, (sign) => escapes[sign] ?? sign);

/** A sheet's letters for a column: 0 is `A`, 26 is `AA`. */
export const columnLetters = (column: number): string =>
  (column >= 26 ? columnLetters(Math.floor(column / 26) - 1) : '') + String.fromCharCode(65 + (column % 26));

const cellXml = (cell: SheetCell, reference: string): string => {
  if (cell === null) return '';
  if (typeof cell === 'number' && Number.isFinite(cell)) return `<c r="${reference}"><v>${cell}</v></c>`;
  const text = String(cell);
  if (text.length > longestText)
    throw new Fault('does-not-fit-workbook', `Cell ${reference} has ${text.length} characters; a workbook holds ${longestText} in a cell.`);
  // A text of its own is never taken for a formula, whatever it begins with.
  return `<c r="${reference}" t="inlineStr"><is><t xml:space="preserve">${xmlText(text)}</t></is></c>`;
};

/** @param row 0-based @throws Fault `does-not-fit-workbook` */
export const rowXml = (cells: readonly SheetCell[], row: number): string => {
  if (row >= mostRows) throw new Fault('does-not-fit-workbook', `A sheet of a workbook holds ${mostRows} rows, with its header.`);
  if (cells.length > mostColumns) throw new Fault('does-not-fit-workbook', `A sheet of a workbook holds ${mostColumns} columns.`);
  return `<row r="${row + 1}">${cells.map((cell, at) => cellXml(cell, `${columnLetters(at)}${row + 1}`)).join('')}</row>`;
};

/** What stands before the rows of a sheet; its first row stays in sight. */
export const sheetStart =
  '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData>';
export const sheetEnd = '</sheetData></worksheet>';
