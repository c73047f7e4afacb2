import type { Lane, OutputFormat, PreviewSample, ReadOptions, UndoSelection, WantedSweep } from '@millrace/contracts';

/** Limits of the process that does the work. */
export interface Limits {
  /** Bytes of memory of its own; null for what the machine has. */
  readonly memoryBytes: number | null;
  /** Null for as many as there are processors. */
  readonly threads: number | null;
}

/** What a command line asks for. A file is a path, or `-` for standard input. */
export type Command =
  | {
      readonly name: 'profile';
      readonly files: readonly [string];
      readonly json: boolean;
      readonly report: string | null;
      /** Ends in .xlsx or .parquet. */
      readonly metrics: string | null;
      /** In memory or out of core. */
      readonly lane: Lane;
      readonly read: ReadOptions;
      /** Where rows go that do not fit the table. */
      readonly aside: string | null;
    }
  | { readonly name: 'compare'; readonly files: readonly [string, string]; readonly json: boolean; readonly key: string | null }
  | {
      readonly name: 'suggest';
      readonly files: readonly [string];
      readonly json: boolean;
      readonly recipe: string | null;
      /** Steps that wait for a yes and get one, by their numbers. */
      readonly accept: readonly number[] | 'all';
      readonly read: ReadOptions;
    }
  | {
      readonly name: 'cleanse';
      readonly files: readonly [string];
      readonly json: boolean;
      readonly recipe: string | null;
      readonly out: string | null;
      readonly changes: string | null;
      readonly quarantine: string | null;
      /** Where to write the changes that steps are not sure enough of. */
      readonly suggestions: string | null;
      /** What was decided of those. */
      readonly decisions: string | null;
      /** In memory or out of core. */
      readonly lane: Lane;
      /** Another form than the input's; formulas are made harmless in it. */
      readonly as: OutputFormat['format'] | null;
      /** Where to write what the result was made of. */
      readonly manifest: string | null;
      readonly read: ReadOptions;
      /** Where rows go that do not fit the table. */
      readonly aside: string | null;
    }
  | {
      readonly name: 'preview';
      readonly files: readonly [string];
      readonly json: boolean;
      readonly recipe: string | null;
      readonly sample: PreviewSample;
      readonly suggestions: string | null;
      readonly decisions: string | null;
      readonly report: string | null;
      /** Which values of which parameter to try, one after another. */
      readonly sweep: WantedSweep | null;
      readonly read: ReadOptions;
      readonly aside: string | null;
    }
  | {
      readonly name: 'match';
      readonly files: readonly [string];
      readonly json: boolean;
      /** Names of columns; null for all. */
      readonly columns: readonly string[] | null;
      readonly ignore: readonly string[] | null;
      /** 0.5 to 1. */
      readonly threshold: number;
      readonly out: string | null;
      readonly pairs: string | null;
      /** What was decided of those. */
      readonly decisions: string | null;
      readonly read: ReadOptions;
      readonly aside: string | null;
    }
  | {
      readonly name: 'undo';
      /** The cleansed table; its change log is no `files`: it is read where it lies. */
      readonly files: readonly [string];
      readonly json: boolean;
      readonly changes: string;
      readonly selection: UndoSelection;
      /** Null for standard output. */
      readonly out: string | null;
    };

export type CommandLine =
  | { readonly kind: 'run'; readonly command: Command; readonly limits: Limits }
  | { readonly kind: 'help'; readonly text: string }
  /** Wrong use, with what is wrong and where to read on. */
  | { readonly kind: 'wrong'; readonly text: string };
