/** A progress line; standard output is kept for results. */
export const say = (text: string): void => {
  process.stderr.write(`· ${text}\n`);
};
