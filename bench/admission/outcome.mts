/** What became of one dataset. */
export interface Outcome {
  readonly name: string;
  readonly isSmall: boolean;
  readonly isDone: boolean;
  /** From when it could have started to its (last) start. */
  readonly waitMs: number;
  readonly runMs: number;
  readonly starts: number;
  /** It ran out of its reservation the first time. */
  readonly ranOut: boolean;
  /** Null where nothing is reserved. */
  readonly reservedBytes: number | null;
  readonly usedBytes: number | null;
  /** Of its results. */
  readonly hash: string | null;
}

/** What became of all of them under one rule. */
export interface ArmResult {
  readonly outcomes: readonly Outcome[];
  /** Why attempts failed, a line for each. */
  readonly failures: readonly string[];
  readonly makespanMs: number;
  /** Processor time that the machine spent meanwhile. */
  readonly busySeconds: number;
  /** Hosts that were killed on purpose, and how often Redis was emptied. */
  readonly harm: { readonly kills: number; readonly flushes: number };
  readonly kills: number;
  readonly kernelKills: number;
  readonly overcommitted: number;
  readonly peakBytes: number;
}
