import { codeSigns, type FormatProgram } from '@millrace/contracts';

type CodeProgram = Extract<FormatProgram, { kind: 'code' }>;

const isSign = (character: string): boolean => codeSigns.includes(character);
const isBracketed = (text: string): boolean => text.startsWith('(') && text.includes(')');

/** A text as its letters and digits, and where signs stand: before which of them. */
export interface Parts {
  readonly characters: string;
  readonly cuts: readonly number[];
  readonly signs: string;
}

/**
 * Null where a text has a character that is neither a letter or digit (of ASCII) nor one of the signs, ends with a sign, or begins with one
 * that is no bracket: it may well be a minus.
 */
export const partsOf = (text: string): Parts | null => {
  if (/^[^A-Za-z0-9(]/.test(text)) return null;
  let [characters, signs] = ['', ''];
  const cuts: number[] = [];
  for (const character of text) {
    if (/[A-Za-z0-9]/.test(character)) characters += character;
    else if (!isSign(character)) return null;
    else {
      if (cuts.at(-1) !== characters.length) cuts.push(characters.length);
      signs += character;
    }
  }
  return cuts.at(-1) === characters.length ? null : { characters, cuts, signs };
};

/** Whether a code may be cut like another one: nowhere else; a bracket may open before all of it. One that has no signs says nothing of that. */
export const isCutLike = (text: string, { cuts }: Parts, wanted: readonly number[]): boolean =>
  wanted.length === 0 || cuts.every((cut) => wanted.includes(cut) || (cut === 0 && isBracketed(text)));

const fits = (characters: string, places: string): boolean =>
  characters.length === places.length && Array.from(places).every((place, at) => place === 'X' || /\d/.test(characters[at] ?? ''));

/** What a program makes of a cell; the cell itself where it can not read it. */
export const codeProgram = ({ mask, prefix = '', pad }: CodeProgram) => {
  const places = mask.replace(/[^9X]/g, '');
  const wanted = partsOf(mask)?.cuts ?? [];
  return (text: string): string => {
    if (!text.startsWith(prefix)) return text;
    const rest = text.slice(prefix.length);
    const parts = partsOf(rest);
    if (parts === null || !isCutLike(rest, parts, wanted)) return text;
    const isShort = pad === true && parts.cuts.length === 0 && /^\d+$/.test(rest);
    const characters = isShort ? rest.padStart(places.length, '0') : parts.characters;
    if (!fits(characters, places)) return text;
    let at = 0;
    return mask.replace(/[9X]/g, () => characters[at++] ?? '');
  };
};
