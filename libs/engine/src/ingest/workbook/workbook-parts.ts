import { Fault } from '@millrace/contracts';
import { posix } from 'node:path';
import type { IngestLimits } from '../limits';
import { readXml } from './xml-events';
import type { ZipPackage } from './zip-package';

interface Sheet {
  readonly name: string;
  /** Name of its part in the package. */
  readonly part: string;
  readonly isHidden: boolean;
}

export interface Workbook {
  readonly sheets: readonly Sheet[];
  /** Dates count from 1904 and not from 1900. */
  readonly is1904: boolean;
}

const main = 'xl/workbook.xml';

/** @throws Fault `unsupported-format` for an archive that is no workbook, `unreadable-workbook` */
export const readWorkbookPart = async (zip: ZipPackage): Promise<Workbook> => {
  if (!zip.has(main))
    throw new Fault('unsupported-format', zip.has('xl/workbook.bin') ? 'The workbook is binary (xlsb).' : 'The archive is no workbook.', {
      advice: 'Save the sheet as xlsx or CSV and upload that.',
    });
  const found: { name: string; id: string; isHidden: boolean }[] = [];
  let is1904 = false;
  await readXml(zip.read(main), {
    open: (name, attributes) => {
      if (name === 'workbookPr') is1904 = /^(?:1|true)$/.test(attributes['date1904'] ?? '');
      if (name !== 'sheet') return;
      const id = Object.entries(attributes).find(([key]) => key.endsWith(':id'))?.[1] ?? '';
      found.push({ name: attributes['name'] ?? '', id, isHidden: (attributes['state'] ?? 'visible') !== 'visible' });
    },
  });
  const targets = new Map<string, string>();
  await readXml(zip.read('xl/_rels/workbook.xml.rels'), {
    open: (name, { Id, Target, Type }) => {
      if (name === 'Relationship' && Id && Target && Type?.endsWith('/worksheet')) targets.set(Id, Target);
    },
  });
  const sheets = found.flatMap(({ name, id, isHidden }) => {
    const target = targets.get(id);
    if (target === undefined) return [];
    return [{ name, isHidden, part: target.startsWith('/') ? target.slice(1) : posix.join('xl', target) }];
  });
  return { sheets, is1904 };
};

const maxSharedChars = 64 * 1024 * 1024;
const escaped = /_x([0-9A-Fa-f]{4})_/g;

/** Text of a cell: `_x000D_` stands for the character of that code. */
export const unescapeText = (text: string): string =>
  text.includes('_x') ? text.replace(escaped, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16))) : text;

/** The texts that cells refer to by number. @throws Fault `expansion-too-large`, `cell-too-large` */
export const readSharedStrings = async (zip: ZipPackage, limits: IngestLimits): Promise<string[]> => {
  const part = 'xl/sharedStrings.xml';
  const strings: string[] = [];
  if (!zip.has(part)) return strings;
  let [text, inText, phonetic, chars] = ['', false, 0, 0];
  await readXml(zip.read(part), {
    open: (name) => {
      if (name === 'si') text = '';
      else if (name === 'rPh') phonetic += 1;
      else if (name === 't') inText = phonetic === 0;
    },
    text: (more) => {
      if (inText) text += more;
      if (text.length > limits.maxCellChars)
        throw new Fault('cell-too-large', `A text of the workbook has more than ${limits.maxCellChars} characters.`);
    },
    close: (name) => {
      if (name === 't') inText = false;
      else if (name === 'rPh') phonetic -= 1;
      else if (name === 'si') {
        strings.push(unescapeText(text));
        // An entry takes memory even when it is empty.
        chars += text.length + 16;
        if (chars > maxSharedChars)
          throw new Fault('expansion-too-large', `The texts of the workbook have more than ${maxSharedChars} characters.`, {
            advice: 'Save the sheet as CSV and upload that.',
          });
      }
    },
  });
  return strings;
};
