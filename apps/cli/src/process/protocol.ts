import type { Failure } from '@millrace/contracts';
import type { Command } from '../command-line/command';

/** What the process that does the work is told, once. */
export interface Order {
  readonly command: Command;
  /** Paths of the command's files; standard input is in a file by now. */
  readonly paths: readonly string[];
  /** What it may take; null for what the machine has. */
  readonly memoryBytes: number | null;
  /** For its temporary files; goes when it does. */
  readonly folder: string;
}

/** What it tells while it works: progress for a person, and at its end how that was. */
export type News =
  | { readonly type: 'progress'; readonly text: string }
  | { readonly type: 'done'; readonly exitCode: number }
  | { readonly type: 'failed'; readonly failure: Failure };
