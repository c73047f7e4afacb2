import { crc32, deflateRawSync } from 'node:zlib';

interface Part {
  readonly name: string;
  readonly content: string | Buffer;
  /** What the directory says that it expands to, where that is not the truth. */
  readonly claimedBytes?: number;
}

const header = (signature: number, part: Part, packed: Buffer, raw: Buffer, extra: number): Buffer => {
  const isCentral = signature === 0x02014b50;
  const fixed = Buffer.alloc(isCentral ? 46 : 30);
  fixed.writeUInt32LE(signature, 0);
  const at = isCentral ? 6 : 4;
  fixed.writeUInt16LE(20, at);
  fixed.writeUInt16LE(8, at + 4);
  fixed.writeUInt32LE(crc32(raw), at + 10);
  fixed.writeUInt32LE(packed.length, at + 14);
  fixed.writeUInt32LE(part.claimedBytes ?? raw.length, at + 18);
  fixed.writeUInt16LE(Buffer.byteLength(part.name), at + 22);
  if (isCentral) fixed.writeUInt32LE(extra, 42);
  return Buffer.concat([fixed, Buffer.from(part.name)]);
};

/** A zip archive of a few parts, deflated. */
export const zipFile = (parts: readonly Part[]): Buffer => {
  const locals: Buffer[] = [];
  const centrals: Buffer[] = [];
  let offset = 0;
  for (const part of parts) {
    const raw = Buffer.from(part.content);
    const packed = deflateRawSync(raw);
    const local = Buffer.concat([header(0x04034b50, part, packed, raw, 0), packed]);
    centrals.push(header(0x02014b50, part, packed, raw, offset));
    locals.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(centrals);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, directory, end]);
};

interface WorkbookParts {
  /** XML inside of `<worksheet>`, by the sheet's name. */
  readonly sheets: Readonly<Record<string, string>>;
  /** XML inside of `<sst>`. */
  readonly shared?: string;
  /** XML inside of `<styleSheet>`. */
  readonly styles?: string;
  /** XML of `<workbookPr>`. */
  readonly properties?: string;
  readonly more?: readonly Part[];
}

const xml = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

/** An xlsx workbook from the insides of its parts. */
export const workbookFile = ({ sheets, shared, styles, properties = '', more = [] }: WorkbookParts): Buffer => {
  const names = Object.keys(sheets);
  const listed = names.map((name, at) => `<sheet name="${name}" sheetId="${at + 1}" r:id="rId${at + 1}"/>`).join('');
  const related = names
    .map(
      (_, at) =>
        `<Relationship Id="rId${at + 1}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet${at + 1}.xml"/>`,
    )
    .join('');
  return zipFile([
    { name: '[Content_Types].xml', content: `${xml}<Types/>` },
    { name: 'xl/workbook.xml', content: `${xml}<workbook xmlns:r="r">${properties}<sheets>${listed}</sheets></workbook>` },
    { name: 'xl/_rels/workbook.xml.rels', content: `${xml}<Relationships>${related}</Relationships>` },
    ...names.map((name, at) => ({
      name: `xl/worksheets/sheet${at + 1}.xml`,
      content: `${xml}<worksheet>${sheets[name] ?? ''}</worksheet>`,
    })),
    ...(shared === undefined ? [] : [{ name: 'xl/sharedStrings.xml', content: `${xml}<sst>${shared}</sst>` }]),
    ...(styles === undefined ? [] : [{ name: 'xl/styles.xml', content: `${xml}<styleSheet>${styles}</styleSheet>` }]),
    ...more,
  ]);
};
