import type { Dialect } from '@millrace/contracts';

/** Windows-1252 by the WHATWG table, as it is decoded: from 0x80 to 0x9f it is not Latin-1. https://encoding.spec.whatwg.org/#windows-1252 */
const western = new Map(
  Array.from(new TextDecoder('windows-1252').decode(Uint8Array.from({ length: 32 }, (_, at) => 0x80 + at)), (sign, at) => [
    sign.charCodeAt(0),
    0x80 + at,
  ]),
);

/** The first sign of a text that an encoding lacks; null where it has all. */
export const lackingIn = (text: string, encoding: Dialect['encoding']): string | null => {
  if (encoding.startsWith('utf-')) return null;
  for (const sign of text) {
    const code = sign.codePointAt(0) ?? 0;
    if ((code > 0xff || (code >= 0x80 && code < 0xa0)) && !western.has(code)) return sign;
  }
  return null;
};

const encodeWestern = (text: string): Buffer => {
  const bytes = Buffer.from(text, 'latin1');
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code > 0xff || (code >= 0x80 && code < 0xa0)) bytes[at] = western.get(code) ?? 0x3f;
  }
  return bytes;
};

/** A text in the encoding of a dialect; what that lacks becomes a question mark. */
export const encode = (text: string, encoding: Dialect['encoding']): Buffer => {
  if (encoding === 'utf-16be') return Buffer.from(text, 'utf16le').swap16();
  if (encoding === 'utf-16le') return Buffer.from(text, 'utf16le');
  return encoding === 'utf-8' ? Buffer.from(text) : encodeWestern(text);
};
