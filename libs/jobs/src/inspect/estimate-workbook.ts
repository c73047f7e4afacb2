import type { InspectedSource, TableEstimate } from './source';

const tailBytes = 66 * 1024;
const [endSignature, entrySignature] = [0x06054b50, 0x02014b50];
const maxDirectoryBytes = 4 * 1024 * 1024;
/** XML of a sheet around one cell, and what of it is the cell. */
const [xmlPerCell, textPerCell] = [32, 10];

/** Names and opened sizes in a zip directory. */
const entriesOf = (directory: Buffer): { readonly name: string; readonly bytes: number }[] => {
  const entries: { name: string; bytes: number }[] = [];
  for (let at = 0; at + 46 <= directory.length && directory.readUInt32LE(at) === entrySignature;) {
    const [name, extra, comment] = [directory.readUInt16LE(at + 28), directory.readUInt16LE(at + 30), directory.readUInt16LE(at + 32)];
    entries.push({ name: directory.toString('latin1', at + 46, at + 46 + name), bytes: directory.readUInt32LE(at + 24) });
    at += 46 + name + extra + comment;
  }
  return entries;
};

/** By the directory of the zip: the opened size of its largest sheet and of its shared texts. Null where there is none. */
export const estimateWorkbook = async ({ bytes, read }: InspectedSource): Promise<TableEstimate | null> => {
  const start = Math.max(0, bytes - tailBytes);
  const tail = await read(start, bytes - start);
  for (let at = tail.length - 22; at >= 0; at -= 1) {
    if (tail.readUInt32LE(at) !== endSignature) continue;
    const [size, offset] = [tail.readUInt32LE(at + 12), tail.readUInt32LE(at + 16)];
    if (size > maxDirectoryBytes || offset + size > bytes) return null;
    const entries = entriesOf(await read(offset, size));
    const of = (pattern: RegExp) => entries.filter(({ name }) => pattern.test(name)).map(({ bytes: opened }) => opened);
    const sheetBytes = Math.max(0, ...of(/^xl\/worksheets\/[^/]+\.xml$/i));
    const sharedBytes = of(/^xl\/sharedStrings\.xml$/i).reduce((sum, one) => sum + one, 0);
    const cells = sheetBytes / xmlPerCell;
    const textBytes = Math.round(cells * textPerCell + sharedBytes);
    // How many columns there are, only the sheet says: that of ten is a guess, and what matters is their sum.
    return {
      rows: Math.max(1, Math.round(cells / 10)),
      columns: 10,
      textBytes,
      widestBytes: Math.round(textBytes / 2),
      basis: 'directory',
    };
  }
  return null;
};
