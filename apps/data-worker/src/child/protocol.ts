import type { ArtefactKind, Failure, Finding, Ingest, JobKind, Progress, ReadOptions, Timings } from '@millrace/contracts';

/** All that a child is told. It reads and writes local files only: no credentials, no network. */
export interface ChildTask {
  readonly kind: JobKind;
  readonly parameters: unknown;
  readonly fileName: string;
  readonly sourcePath: string | null;
  readonly readOptions: ReadOptions;
  /** The working copy of an earlier run, or null when this one has to make it from the source. */
  readonly workingCopy: { readonly path: string; readonly ingest: Ingest } | null;
  /** An empty folder of its own. */
  readonly outputDir: string;
}

export interface ChildFile {
  readonly kind: ArtefactKind;
  readonly path: string;
  readonly fileName: string;
  readonly mediaType: string;
}

export interface ChildResult {
  readonly files: readonly ChildFile[];
  readonly summary: Record<string, number>;
  readonly findings: readonly Finding[];
  readonly metrics: readonly {
    readonly column: { readonly position: number; readonly name: string } | null;
    readonly metric: string;
    readonly value: number;
  }[];
  readonly timings: Timings;
  /** Set when this run made the working copy. */
  readonly workingCopy: { readonly path: string; readonly ingest: Ingest } | null;
  readonly rows: number;
}

export type ChildMessage =
  | { readonly type: 'ready' }
  | { readonly type: 'progress'; readonly progress: Progress }
  | { readonly type: 'result'; readonly result: ChildResult }
  | { readonly type: 'fault'; readonly failure: Failure };
