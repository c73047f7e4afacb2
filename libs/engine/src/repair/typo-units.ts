/** A part of a value that may have been mistyped, with what stands around it. */
export interface Unit {
  readonly text: string;
  readonly start: number;
}

/** A run of digits in a template: a private-use character, so that no text has it of its own. */
export const digits = '\uE000';

/** A value with each run of digits replaced by one sign: `# patients` for `37 patients`. */
export const templateOf = (value: string): string => value.replace(/[0-9]+/g, digits);

/** The runs of digits that a template stands for, put back in. */
export const fillTemplate = (template: string, value: string): string => {
  const runs = value.match(/[0-9]+/g) ?? [];
  let at = 0;
  return template.replaceAll(digits, () => runs[at++] ?? '');
};

const leastWord = 4;

/** Words of at least four letters. */
export const wordsOf = (value: string): Unit[] =>
  [...value.matchAll(/\p{L}+/gu)].flatMap(({ 0: text, index }) => (text.length >= leastWord ? [{ text, start: index }] : []));
