import { Fault, saysNoMemory } from '@millrace/contracts';
import { fork, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Command, Limits } from '../command-line/command';
import { limitedCommand } from './limited-command';
import type { News, Order } from './protocol';
import { spool } from './spool';

const signals = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;
const megabytes = (bytes: number): string => `${(bytes / 1024 ** 2).toFixed(1)} MB`;

/** Progress, on one line of a terminal; nowhere else. */
const tell = (text: string): void => {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[2K${text}`);
};

/** The environment of the process that does the work: what the engine needs, and nothing of ours. */
const environmentOf = (folder: string, { threads }: Limits): Record<string, string> => ({
  TZ: 'UTC',
  TMPDIR: folder,
  MALLOC_ARENA_MAX: '1',
  MALLOC_MMAP_THRESHOLD_: '131072',
  POLARS_TEMP_DIR: folder,
  // As a data-worker has it.
  POLARS_ROW_GROUP_PREFETCH_SIZE: '1',
  POLARS_PARQUET_DECODE_TARGET_VALUES_PER_THREAD: '100000',
  ...(threads === null ? {} : { POLARS_MAX_THREADS: String(threads) }),
});

/** Why a process ended that gave no answer. */
const deathOf = (child: ChildProcess, errors: string, { memoryBytes }: Limits): Fault => {
  const limit = memoryBytes === null ? 'what this machine has' : megabytes(memoryBytes);
  if (saysNoMemory(errors) || child.signalCode === 'SIGKILL')
    return new Fault('out-of-memory', `The table does not fit into ${limit}.`, {
      advice: memoryBytes === null ? 'Run it where there is more memory.' : 'Give more with --memory, or leave that out.',
    });
  const how = child.signalCode ?? `exit ${String(child.exitCode)}`;
  return new Fault('internal', `The engine ended without an answer (${how}).${errors === '' ? '' : `\n${errors}`}`);
};

const errorBytes = 4000;

/** Runs the work to its end. @throws Fault as the engine gave it, or for how it died */
const work = (child: ChildProcess, order: Order, limits: Limits): Promise<number> =>
  new Promise((done, fail) => {
    let [errors, answered] = ['', false];
    child.stderr?.on('data', (chunk: Buffer) => {
      errors = (errors + chunk.toString()).slice(-errorBytes);
    });
    child.on('message', (news: News) => {
      if (news.type === 'progress') {
        tell(news.text);
        return;
      }
      tell('');
      answered = true;
      if (news.type === 'failed') fail(Fault.from(news.failure));
      else child.once('close', () => done(news.exitCode));
    });
    child.once('error', fail);
    child.once('close', () => {
      tell('');
      if (!answered) fail(deathOf(child, errors, limits));
    });
    child.send(order, () => undefined);
  });

/**
 * Runs a command in a process of its own within its limits, and answers its exit code. Whatever ends us, the process and its temporary
 * files go too.
 * @throws Fault for what is wrong with the input, or with us
 */
export const supervise = async (command: Command, limits: Limits): Promise<number> => {
  let made: string | null = null;
  const remove = () => {
    if (made !== null) rmSync(made, { recursive: true, force: true, maxRetries: 5 });
  };
  let child: ChildProcess | null = null;
  for (const [signal, code] of Object.entries(signals))
    process.once(signal, () => {
      tell('');
      child?.kill('SIGKILL');
      remove();
      process.exit(code);
    });
  // At once, and only now: no signal finds the folder without somebody to remove it.
  const folder = (made = mkdtempSync(join(tmpdir(), 'millrace-')));
  try {
    const paths: string[] = [];
    for (const file of command.files) {
      const path = file === '-' ? join(folder, 'standard-input') : resolve(file);
      if (file === '-') await spool(process.stdin, path, (bytes) => tell(`reading ${megabytes(bytes)} from standard input`));
      paths.push(path);
    }
    const { execPath, execArgv } = await limitedCommand(limits.memoryBytes);
    child = fork(join(__dirname, '../engine/main.js'), [], {
      execPath,
      execArgv,
      env: environmentOf(folder, limits),
      stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
    });
    return await work(child, { command, paths, folder, memoryBytes: limits.memoryBytes }, limits);
  } finally {
    child?.kill('SIGKILL');
    remove();
  }
};
