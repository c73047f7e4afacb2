import { encode } from '../encode-text';
import { patchTexts } from '../patch-texts';
import type { StepCompiler } from '../step';

const decoder = new TextDecoder('utf-8', { fatal: true });
/** A lead byte of UTF-8 and what follows it, as Windows-1252 shows them. */
const suspicious = /[\u00c2-\u00f4][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]/;

const readRight = (text: string): string => {
  if (!suspicious.test(text)) return text;
  const bytes = encode(text, 'windows-1252');
  // What Windows-1252 lacks was never misread by it.
  if (new TextDecoder('windows-1252').decode(bytes) !== text) return text;
  try {
    return decoder.decode(bytes);
  } catch {
    return text;
  }
};

/** What was misread twice is mended twice: each time it has fewer signs. */
const mended = (text: string): string => {
  const once = readRight(text);
  return once === text ? text : mended(once);
};

export const fixMojibake: StepCompiler<'fixMojibake'> = {
  on: 'table',
  compile: (_, frame, columns) => patchTexts(frame, columns, mended, { confidence: 0.98, reason: 'UTF-8 that was read as Windows-1252' }),
};
