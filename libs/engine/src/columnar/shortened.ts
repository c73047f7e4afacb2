const longest = 300;

/** A cell's text as an example shows it: its first 300 characters. */
export const shortened = (text: string | null): string | null =>
  text === null || text.length <= longest ? text : `${text.slice(0, longest)}…`;
