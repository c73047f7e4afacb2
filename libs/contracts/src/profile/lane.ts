import * as z from 'zod';

/** How a table is worked on: with what it takes in memory, or with what does not fit on disk. */
const workedLanes = ['memory', 'outOfCore'] as const;
export const workedLaneSchema = z.enum(workedLanes);
export type WorkedLane = z.infer<typeof workedLaneSchema>;

/** What a caller asks for. `auto`: in memory where the reservation allows it, else out of core. */
export const laneSchema = z.enum(['auto', ...workedLanes]);
export type Lane = z.infer<typeof laneSchema>;
