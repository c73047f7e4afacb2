import { Fault } from '@millrace/contracts';
import type { IngestLimits } from '../limits';
import { formatNumber, formatSerial, type NumberForm } from './number-formats';
import { unescapeText } from './workbook-parts';
import type { XmlHandler } from './xml-events';

export interface SheetRow {
  /** 1-based, as the sheet numbers it. */
  readonly number: number;
  /** By column from A on; absent where a cell is empty. */
  readonly cells: (string | null)[];
}

export interface SheetContext {
  readonly shared: readonly string[];
  readonly forms: readonly NumberForm[];
  readonly is1904: boolean;
  readonly limits: IngestLimits;
}

const exampleCount = 10;

/** 0-based column of a reference such as `AB12`; NaN where there is none. */
export const columnOf = (reference: string): number => {
  let column = 0;
  let at = 0;
  for (; at < reference.length; at += 1) {
    const code = reference.charCodeAt(at) & ~32;
    if (code < 65 || code > 90) break;
    column = column * 26 + code - 64;
  }
  return at === 0 ? Number.NaN : column - 1;
};

/** Collects the rows of a sheet from the events of its XML. Formulas give the values that were stored with them. */
export class SheetHandler implements XmlHandler {
  rows: SheetRow[] = [];
  readonly errors = { count: 0, cells: [] as string[] };
  readonly merges = { count: 0, ranges: [] as string[] };

  private row: SheetRow | null = null;
  private rowNumber = 0;
  private column = 0;
  private type = 'n';
  private style = 0;
  private value = '';
  private collecting = false;
  private phonetic = 0;

  constructor(private readonly context: SheetContext) {}

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    if (name === 'row') {
      const told = Number(attributes['r']);
      this.rowNumber = Number.isInteger(told) && told > this.rowNumber ? told : this.rowNumber + 1;
      this.row = { number: this.rowNumber, cells: [] };
      this.column = -1;
    } else if (name === 'c') {
      const told = columnOf(attributes['r'] ?? '');
      this.column = Number.isNaN(told) ? this.column + 1 : told;
      const { maxColumns } = this.context.limits;
      if (this.column >= maxColumns)
        throw new Fault('too-many-columns', `A cell of row ${this.rowNumber} lies beyond column ${maxColumns}.`, {
          place: { line: this.rowNumber },
        });
      this.type = attributes['t'] ?? 'n';
      this.style = Number(attributes['s'] ?? 0);
      this.value = '';
    } else if (name === 'rPh') this.phonetic += 1;
    else if (name === 'v' || name === 't') this.collecting = this.phonetic === 0;
    else if (name === 'mergeCell') {
      this.merges.count += 1;
      if (this.merges.ranges.length < exampleCount) this.merges.ranges.push(attributes['ref'] ?? '');
    }
  }

  text(text: string): void {
    if (!this.collecting) return;
    this.value += text;
    if (this.value.length > this.context.limits.maxCellChars)
      throw new Fault('cell-too-large', `A cell of row ${this.rowNumber} has more than ${this.context.limits.maxCellChars} characters.`, {
        place: { line: this.rowNumber },
      });
  }

  close(name: string): void {
    if (name === 'v' || name === 't') this.collecting = false;
    else if (name === 'rPh') this.phonetic -= 1;
    else if (name === 'c' && this.row) {
      const cell = this.cell();
      if (cell !== null) this.row.cells[this.column] = cell;
    } else if (name === 'row' && this.row) {
      if (this.row.cells.length > 0) this.rows.push({ ...this.row, cells: Array.from(this.row.cells, (cell) => cell ?? null) });
      this.row = null;
    }
  }

  private cell(): string | null {
    const { type, value, context } = this;
    if (value === '') return null;
    switch (type) {
      case 's': {
        const found = context.shared[Number(value)];
        if (found === undefined)
          throw new Fault('unreadable-workbook', `A cell of row ${this.rowNumber} refers to a text that is not there.`, {
            place: { line: this.rowNumber },
          });
        return found === '' ? null : found;
      }
      case 'b':
        return value.trim() === '1' || value.trim() === 'true' ? 'true' : 'false';
      case 'e':
        this.errors.count += 1;
        if (this.errors.cells.length < exampleCount) this.errors.cells.push(`row ${this.rowNumber}, column ${this.column + 1}`);
        return value;
      case 'n':
        return context.forms[this.style] === undefined || context.forms[this.style] === 'number'
          ? formatNumber(value)
          : formatSerial(value, context.forms[this.style] ?? 'number', context.is1904);
      default:
        return unescapeText(value);
    }
  }
}
