/** Tells people what is going on, on standard error: standard output is for results. */
export const say = (text: string): void => void process.stderr.write(`millrace: ${text}\n`);
