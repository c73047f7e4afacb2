/** The first bytes of files that are known to be no table, in hexadecimal. */
const magic: readonly (readonly [string, string])[] = [
  ['25504446', 'a PDF'],
  ['89504e47', 'a PNG image'],
  ['ffd8ff', 'a JPEG image'],
  ['47494638', 'a GIF image'],
  ['7f454c46', 'a program'],
  ['4d5a9000', 'a program'],
  ['d0cf11e0', 'an old Office document, or a workbook with a password'],
  ['4f626a01', 'an Avro file'],
  ['53514c69', 'a database'],
  ['4f5243', 'an ORC file'],
  ['377abcaf', 'a 7z archive'],
  ['425a68', 'a bzip2 archive'],
  ['fd377a58', 'an xz archive'],
];

const documents: readonly (readonly [RegExp, string])[] = [
  [/^(?:<!--[^]*?-->\s*)*<(?:!doctype\s+html|html|head|body|meta|script)[\s>]/i, 'an HTML page'],
  [/^<(?:\?xml\s|svg[\s>])/i, 'an XML document'],
  [/^\{\\rtf/, 'a rich text document'],
];

/** Tab to carriage return are text, and so are the four that serve as delimiters. */
const isControl = (byte: number): boolean =>
  byte < 0x20 && !(byte >= 0x09 && byte <= 0x0d) && byte !== 0x01 && byte !== 0x14 && byte !== 0x1e && byte !== 0x1f;

/** More control characters than this share and number, and it is no text in any encoding that we know. */
const [binaryShare, fewControls] = [0.05, 16];
/** Of what is no UTF-8 either. */
const [oddShare, fewOddControls] = [0.02, 2];

const isUtf8 = (bytes: Uint8Array): boolean => {
  try {
    // A character that the end cuts is no fault.
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
};

const isBinary = (head: Uint8Array): boolean => {
  let controls = 0;
  for (const byte of head) if (isControl(byte)) controls += 1;
  const isMore = (share: number, few: number) => controls > few && controls > head.length * share;
  return isMore(binaryShare, fewControls) || (isMore(oddShare, fewOddControls) && !isUtf8(head));
};

/**
 * What the start of a file is that is no table, such as `a PDF`; null where it may be one.
 * @param head at least four bytes where there are so many; of text in UTF-16 the text says nothing
 * @param isText it is no archive, workbook or Parquet, and is in no encoding of two bytes: what it says counts, and whether it is text
 */
export const foreignContentOf = (head: Uint8Array, isText: boolean): string | null => {
  const hex = [...head.subarray(0, 4)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  const known = magic.find(([bytes]) => hex.startsWith(bytes));
  if (known) return known[1];
  if (!isText) return null;
  if (isBinary(head)) return 'binary, and of no format that we know';
  const start = new TextDecoder('windows-1252').decode(head.subarray(0, 1024)).replace(/^ï»¿/, '').trimStart();
  return documents.find(([pattern]) => pattern.test(start))?.[1] ?? null;
};
