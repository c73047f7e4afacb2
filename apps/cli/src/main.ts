import { Fault } from '@millrace/contracts';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseCommandLine } from './command-line/parse-command-line';
import { supervise } from './process/supervise';

/** Of the project, whose root is four folders above the build. */
const versionOf = (): string =>
  (JSON.parse(readFileSync(join(__dirname, '../../../../package.json'), 'utf8')) as { readonly version: string }).version;

const main = async (): Promise<number> => {
  const asked = parseCommandLine(process.argv.slice(2), versionOf());
  if (asked.kind === 'help') {
    process.stdout.write(asked.text);
    return 0;
  }
  if (asked.kind === 'wrong') {
    process.stderr.write(`${asked.text.startsWith('millrace:') ? '' : 'millrace: '}${asked.text}`);
    return 2;
  }
  try {
    return await supervise(asked.command, asked.limits);
  } catch (error) {
    const fault = error instanceof Fault ? error : Fault.wrap(error);
    const detail = error instanceof Fault ? fault.message : String(error);
    process.stderr.write(`millrace: ${detail}\n  ${fault.advice}\n`);
    // To compare, 1 is an answer: there is drift.
    return asked.command.name === 'compare' ? 2 : 1;
  }
};

void main().then((code) => process.exit(code));
