import type { HostState, JobRow } from './world.mts';

/** What happens in a simulated world. */
export type Event =
  | { readonly kind: 'arrival' | 'recovery'; readonly job: JobRow }
  | { readonly kind: 'end'; readonly job: JobRow; readonly start: number; readonly host: HostState; readonly ranOut: boolean }
  | { readonly kind: 'down' | 'up'; readonly host: HostState; readonly outageMs: number }
  | { readonly kind: 'flush' | 'sweep' | 'tick' };

/** What came of it. */
export interface Simulated {
  readonly violations: readonly string[];
  /** Until the last job has ended. */
  readonly makespanMs: number;
  /** Times that the need of one job had to be raised. */
  readonly mostRaises: number;
  readonly nearestToBound: number;
}
