import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import { statusBytes } from './anon-memory';

/** What the machine offers to put limits on a child before it starts. */
export interface ChildLimits {
  /** Paths of the programs; null where the machine has none. */
  readonly prlimit: string | null;
  readonly setpriv: string | null;
  /** Writable address space that a job maps and never touches; RLIMIT_DATA counts it although it takes no memory. */
  readonly reservedBytes: number;
}

/** Where util-linux puts its programs; the PATH is not asked, so that nobody can put another in their place. */
const folders = ['/usr/bin', '/bin', '/usr/local/bin'];
const find = (program: string): string | null => folders.map((folder) => `${folder}/${program}`).find((path) => existsSync(path)) ?? null;

/** Once libuv's threads are there, which are started by the first work for them, each with a stack of 8 MB. */
const printStatus = `const { promises, readFileSync } = require('node:fs');
  void Promise.all(Array.from({ length: 8 }, () => promises.stat('/'))).then(() => process.stdout.write(readFileSync('/proc/self/status')))`;

/** V8 maps its code range, 512 MB on x86-64, writable from the start, and threads map their stacks: how much differs by node, kernel and processor, so it is measured. */
const measureReserved = async (): Promise<number | null> => {
  try {
    const { stdout } = await promisify(execFile)(process.execPath, ['-e', printStatus], { env: {} });
    const mapped = statusBytes(stdout, 'VmData');
    const touched = statusBytes(stdout, 'RssAnon');
    return mapped === null || touched === null ? null : mapped - touched + engineBytes;
  } catch {
    return null;
  }
};

/** What a job maps besides and does not touch: stacks of the engine's threads, and what codecs and buffers have not filled. Seen: 11 to 20 MB. */
const engineBytes = 12 * 1024 * 1024;

/** Looks once, when the worker starts. Where it cannot measure, the limit is left to the watchdog. */
export const findChildLimits = async (): Promise<ChildLimits> => {
  const reservedBytes = await measureReserved();
  return { prlimit: reservedBytes === null ? null : find('prlimit'), setpriv: find('setpriv'), reservedBytes: reservedBytes ?? 0 };
};
