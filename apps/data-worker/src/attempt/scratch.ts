import { newId } from '@millrace/platform';
import { readFile, readdir, mkdir, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join, resolve } from 'node:path';

/** When a process started, in the kernel's ticks: with its id it names one process for ever, an id alone is used again. */
const startOf = async (pid: number): Promise<string | null> => {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
};

const host = hostname().replaceAll('~', '-');

/** The local disk of one worker: a folder for each attempt, all in one that is named by the worker's process. */
export class Scratch {
  private constructor(private readonly folder: string) {}

  /** Makes the worker's folder, and clears away those of workers of this machine that were killed. */
  static async open(root: string): Promise<Scratch> {
    const folder = resolve(root, `${host}~${process.pid}~${(await startOf(process.pid)) ?? '0'}`);
    await mkdir(folder, { recursive: true });
    for (const name of await readdir(root)) {
      const [owner, pid, start] = name.split('~');
      if (owner === host && start !== undefined && (await startOf(Number(pid))) !== start && resolve(root, name) !== folder)
        await rm(join(root, name), { recursive: true, force: true });
    }
    return new Scratch(folder);
  }

  /** Names a folder that nobody else uses; it is not made yet. */
  name(): string {
    return join(this.folder, newId());
  }

  async close(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }
}
