const classes: Readonly<Record<string, string>> = { A: '[A-Z]', a: '[a-z]', '9': '[0-9]', '~': '\\p{L}' };
const special = /[\\^$.*+?()[\]{}|/]/;

/** The regular expression of a format mask: `AA-9999` becomes `[A-Z]{2}-[0-9]{4}`. */
export const maskPattern = (mask: string): string =>
  Array.from(mask.matchAll(/(.)\1*/gsu), ([run, character = '']) => {
    const length = run.length / character.length;
    const one = classes[character] ?? (special.test(character) ? `\\${character}` : character);
    return length === 1 ? one : `${one}{${length}}`;
  }).join('');
