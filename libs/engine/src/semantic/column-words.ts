/** The words of a column's name: `customerE-mail_1` is `customer e mail 1`. */
export const columnWords = (name: string): string =>
  name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/(\p{Ll}|\p{N})(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** Whether a name holds one of the runs of words, or is one of them written together. */
export const namesOneOf = (name: string, runs: readonly string[]): boolean => {
  const words = ` ${columnWords(name).replace(/ ?\p{N}+$/u, '')} `;
  return runs.some((run) => words.includes(` ${run} `) || words.replaceAll(' ', '') === run.replaceAll(' ', ''));
};
