import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import { Fault } from '@millrace/contracts';

const find = (program: string): string | null =>
  ['/usr/bin', '/bin', '/usr/local/bin'].map((folder) => `${folder}/${program}`).find((path) => existsSync(path)) ?? null;

const kilobytes = (status: string, field: string): number => Number(new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1] ?? NaN);

/** With libuv's threads, each of which has a stack of 8 MB. */
const script = `const { promises, readFileSync } = require('node:fs');
  void Promise.all(Array.from({ length: 8 }, () => promises.stat('/'))).then(() => process.stdout.write(readFileSync('/proc/self/status')))`;
/** What the engine maps besides and does not touch, as a data-worker has it. */
const engineBytes = 12 * 1024 ** 2;

/** Address space that is mapped and never touched: the limit counts it, although it takes no memory. */
const reservedBytes = async (): Promise<number> => {
  const { stdout } = await promisify(execFile)(process.execPath, ['-e', script], { env: {} });
  return (kilobytes(stdout, 'VmData') - kilobytes(stdout, 'RssAnon')) * 1024 + engineBytes;
};

const commandOf = ([execPath = process.execPath, ...execArgv]: readonly string[]) => ({ execPath, execArgv });

/** Of the memory, for objects of JavaScript; the rest is for tables. */
const heapShare = 0.5;

/**
 * The command line for `fork`: node, killed by the kernel when we die, and within `memoryBytes` where that is given.
 * @throws Fault where the machine cannot keep a process within a limit
 */
export const limitedCommand = async (memoryBytes: number | null): Promise<{ execPath: string; execArgv: string[] }> => {
  const setpriv = find('setpriv');
  const bound = setpriv === null ? [] : [setpriv, '--pdeathsig', 'KILL'];
  const node = [process.execPath, '--enable-source-maps', '--max-semi-space-size=1'];
  if (memoryBytes === null) return commandOf([...bound, ...node]);
  const prlimit = find('prlimit');
  if (prlimit === null)
    throw new Fault('validation-failed', '--memory needs the program prlimit, which this machine has not.', {
      advice: 'Install util-linux, or leave --memory out.',
    });
  const limit = Math.floor(memoryBytes + (await reservedBytes()));
  return commandOf([
    ...bound,
    prlimit,
    `--data=${limit}`,
    ...node,
    `--max-old-space-size=${Math.floor((memoryBytes * heapShare) / 1024 ** 2)}`,
  ]);
};
