import { spaceAt } from './white-space';

/** What letters and signs a text has, as bits. */
export const textFlag = {
  upper: 1,
  lower: 2,
  digit: 4,
  space: 8,
  punctuation: 16,
  latin: 32,
  greek: 64,
  cyrillic: 128,
  arabic: 256,
  hebrew: 512,
  eastAsian: 1024,
  otherScript: 2048,
  leadingSpace: 4096,
  trailingSpace: 8192,
} as const;

/** Of the text that `describeText` read last. */
export const described = {
  /** Unicode code points. */
  chars: 0,
  /** Runs of characters that are no white space. */
  words: 0,
  flags: 0,
  /** A hash of the text's format mask; 0 for a text too long to have one. */
  mask: 0,
};

/** A longer text is prose and has no format. */
const longestMask = 40;

const scriptOf = (point: number): number => {
  if (point < 0x250) return textFlag.latin;
  if (point >= 0x370 && point < 0x400) return textFlag.greek;
  if (point >= 0x400 && point < 0x530) return textFlag.cyrillic;
  if (point >= 0x590 && point < 0x600) return textFlag.hebrew;
  if (point >= 0x600 && point < 0x780) return textFlag.arabic;
  if ((point >= 0x2e80 && point < 0xd7b0) || (point >= 0x20000 && point < 0x32000)) return textFlag.eastAsian;
  return textFlag.otherScript;
};

/** The code point that begins at `at`; the bytes are UTF-8. */
const pointAt = (bytes: Uint8Array, at: number): number => {
  const a = bytes[at]!;
  if (a < 0xe0) return ((a & 0x1f) << 6) | (bytes[at + 1]! & 0x3f);
  if (a < 0xf0) return ((a & 0x0f) << 12) | ((bytes[at + 1]! & 0x3f) << 6) | (bytes[at + 2]! & 0x3f);
  return ((a & 0x07) << 18) | ((bytes[at + 1]! & 0x3f) << 12) | ((bytes[at + 2]! & 0x3f) << 6) | (bytes[at + 3]! & 0x3f);
};

/** The sign of a character in a mask: `A` upper case, `a` lower case, `9` digit, `~` a letter beyond ASCII, else itself. */
const maskSign = (byte: number): number => {
  if (byte >= 48 && byte <= 57) return 57;
  if (byte >= 65 && byte <= 90) return 65;
  if (byte >= 97 && byte <= 122) return 97;
  return byte < 0x80 ? byte : 126;
};

const signOf = Uint8Array.from({ length: 256 }, (_, byte) => maskSign(byte));

const flagOf = Uint8Array.from({ length: 128 }, (_, byte) => {
  if (byte >= 48 && byte <= 57) return textFlag.digit;
  if (byte >= 65 && byte <= 90) return textFlag.upper;
  if (byte >= 97 && byte <= 122) return textFlag.lower;
  if (byte === 32 || (byte >= 9 && byte <= 13)) return textFlag.space;
  return byte > 32 && byte < 127 ? textFlag.punctuation : 0;
});

/** A hash of a text's format mask, of the signs of its characters. */
const maskHash = (bytes: Uint8Array, start: number, end: number): number => {
  let mask = 17;
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at]!;
    // Of a character of many bytes only the first counts.
    if (byte < 0x80 || byte >= 0xc0) mask = (Math.imul(mask, 31) + signOf[byte]!) | 0;
  }
  return mask || 1;
};

/** A text with characters beyond ASCII. Sets `described` but for its mask. */
const describeWide = (bytes: Uint8Array, start: number, end: number): void => {
  let chars = 0;
  let words = 0;
  let flags = 0;
  let wasSpace = true;
  for (let at = start; at < end;) {
    const byte = bytes[at]!;
    let isSpace: boolean;
    let width = 1;
    if (byte < 0x80) {
      const flag = flagOf[byte]!;
      flags |= flag;
      isSpace = flag === textFlag.space;
    } else {
      width = byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
      isSpace = spaceAt(bytes, at, end) > 0;
      flags |= isSpace ? textFlag.space : scriptOf(pointAt(bytes, at));
    }
    if (isSpace && chars === 0) flags |= textFlag.leadingSpace;
    if (wasSpace && !isSpace) words += 1;
    wasSpace = isSpace;
    chars += 1;
    at += width;
  }
  if (wasSpace && chars > 0) flags |= textFlag.trailingSpace;
  described.chars = chars;
  described.words = words;
  described.flags = flags;
};

/** Counts and marks a text's characters. Sets `described`. */
export const describeText = (bytes: Uint8Array, start: number, end: number): void => {
  let words = 0;
  let flags = 0;
  let wasSpace = 1;
  let at = start;
  // Without a branch on what a byte is: where words end cannot be foretold.
  for (; at < end; at += 1) {
    const byte = bytes[at]!;
    if (byte >= 0x80) break;
    const flag = flagOf[byte]!;
    flags |= flag;
    const isSpace = (flag & textFlag.space) >> 3;
    words += wasSpace & ~isSpace;
    wasSpace = isSpace;
  }
  if (at < end) describeWide(bytes, start, end);
  else {
    if (start < end && flagOf[bytes[start]!] === textFlag.space) flags |= textFlag.leadingSpace;
    if (start < end && wasSpace === 1) flags |= textFlag.trailingSpace;
    described.chars = end - start;
    described.words = words;
    described.flags = flags;
  }
  const { chars } = described;
  described.mask = chars > 0 && chars <= longestMask ? maskHash(bytes, start, end) : 0;
};

/** As `describeText` of a plain number, which has no mask. */
export const describeNumber = (chars: number, hasSign: boolean): void => {
  described.chars = chars;
  described.words = 1;
  described.flags = hasSign ? textFlag.digit | textFlag.punctuation : textFlag.digit;
  described.mask = 0;
};

/** The format mask of a text: `AA-9999` for `XY-1234`. */
export const maskOf = (text: string): string =>
  Array.from(text, (character) => String.fromCharCode(maskSign(Math.min(0x80, character.codePointAt(0) ?? 0)))).join('');
