// What the mix takes of this machine's processors, found by running some of it: machines differ by more than any constant would allow for.
import type { Dataset } from './mix.mts';
import { runOnPlatform, type Arm } from './platform-arm.mts';

/** Processor time in seconds: of each job whatever its size, and of each MB of its text. */
export interface Cost {
  readonly job: number;
  readonly megabyte: number;
}

const sample = <T,>(all: readonly T[], count: number): T[] => {
  const taken = Math.min(count, all.length);
  return Array.from({ length: taken }, (_, at) => all[Math.floor(((at + 0.5) * all.length) / taken)]!);
};
const megabytesOf = (datasets: readonly Dataset[]): number => datasets.reduce((sum, { megabytes }) => sum + megabytes, 0);

/** From some of the small ones and some of the middling, since two unknowns want two runs. */
export const probeCost = async (arm: Omit<Arm, 'datasets' | 'at'>, datasets: readonly Dataset[]): Promise<Cost> => {
  const bySize = datasets.toSorted((a, b) => a.megabytes - b.megabytes);
  const [small, middling] = [bySize.slice(0, bySize.length >> 1), bySize.slice((bySize.length * 2) / 3, (bySize.length * 9) / 10)];
  const taken: { readonly jobs: number; readonly megabytes: number; readonly seconds: number }[] = [];
  for (const some of [sample(small, 6), sample(middling, 4)]) {
    const { busySeconds } = await runOnPlatform({ ...arm, datasets: some, at: some.map(() => 0) });
    taken.push({ jobs: some.length, megabytes: megabytesOf(some), seconds: busySeconds });
  }
  const [a, b] = taken as [(typeof taken)[0], (typeof taken)[0]];
  const job = Math.max(0, (a.seconds * b.megabytes - b.seconds * a.megabytes) / (a.jobs * b.megabytes - b.jobs * a.megabytes));
  return { job, megabyte: Math.max(0, b.seconds - job * b.jobs) / b.megabytes };
};
