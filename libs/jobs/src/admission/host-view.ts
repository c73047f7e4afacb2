/** A job that waits in a class queue, as a host sees it. */
export interface WaitingJob {
  readonly jobId: string;
  /** Reservation in bytes. */
  readonly needBytes: number;
  /** How long it is expected to run, in milliseconds. A guess: nothing rests on it but who may run ahead of a hold. */
  readonly expectedMs: number;
  /** When it became available, in milliseconds of the clock that is passed in. */
  readonly sinceMs: number;
}

/** The first jobs of a class queue. Only the head ages; those behind it are there to fill room that the head leaves. */
export interface ClassFront {
  readonly jobs: readonly [WaitingJob, ...WaitingJob[]];
  /** When this host saw the head first at its place, by the clock that is passed in. It ages from then on. */
  readonly headSinceMs: number;
}

/** A job whose process holds a reservation on this host. */
export interface RunningJob {
  readonly needBytes: number;
  readonly expectedEndMs: number;
}

/** Room that a host keeps for the head of a class. Unique for its class over all hosts; over by itself at `untilMs`. */
export interface Hold {
  readonly queue: string;
  readonly jobId: string;
  readonly hostId: string;
  readonly sinceMs: number;
  readonly untilMs: number;
}

/** All that a host knows when it decides. Fronts and holds are a look at what all hosts share: others may act at the same time. */
export interface HostView {
  readonly hostId: string;
  readonly budgetBytes: number;
  /** Jobs at once, without those in slots for small ones. */
  readonly slots: number;
  readonly running: readonly RunningJob[];
  /** By name of the class queue. */
  readonly fronts: ReadonlyMap<string, ClassFront>;
  readonly holds: readonly Hold[];
  /** The machine is short of memory, whatever the ledger says: nothing is to be started. */
  readonly isPressed: boolean;
}

export interface AdmissionPolicy {
  /** How long a head waits before room is held for it. */
  readonly agedMs: number;
  /** How long smaller jobs may run ahead of a hold; after that nothing starts on its host before the held job. */
  readonly backfillMs: number;
  /** How long a hold lasts without being renewed: what a host that died leaves behind. */
  readonly holdMs: number;
  /** Jobs of at most so much may use slots besides those of the host, so that they do not wait for large ones to end. */
  readonly smallBytes: number;
  /** How many such slots there are. They take a share of the processors from the other jobs, but never any of their memory. */
  readonly smallSlots: number;
}

export type AdmissionAction =
  | { readonly kind: 'start'; readonly queue: string; readonly jobId: string }
  /** Takes the hold of a class or, where this host has it, renews it. */
  | { readonly kind: 'hold'; readonly hold: Hold }
  | { readonly kind: 'release'; readonly hold: Hold };
