// Watches what worker hosts really take, and does what a container of their size would.
import { readdirSync, readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import type { ArmResult } from './outcome.mts';

const everyMs = 200;

export interface WatchedHost {
  readonly name: string;
  readonly sizeBytes: number;
  /** Its process now: another one after it was started again. */
  readonly pid: () => number | undefined;
}

const anonBytes = (pid: number): number => {
  try {
    return Number(/RssAnon:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
};

const children = (): Map<number, number[]> => {
  const all = new Map<number, number[]>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const parent = Number(
        readFileSync(`/proc/${name}/stat`, 'utf8')
          .replace(/^.*\) /, '')
          .split(' ')[1],
      );
      all.set(parent, [...(all.get(parent) ?? []), Number(name)]);
    } catch {
      // It has just ended.
    }
  }
  return all;
};

/** Processor time that this machine has spent since it is up, in seconds. */
export const busySeconds = (): number =>
  cpus().reduce((sum, { times: { user, nice, sys, irq } }) => sum + user + nice + sys + irq, 0) / 1000;

/** Processes that the kernel of this machine has killed for memory since it is up. */
const kernelKills = (): number => Number(/^oom_kill (\d+)/m.exec(readFileSync('/proc/vmstat', 'utf8'))?.[1] ?? 0);

/**
 * Samples the anonymous memory of each host with all of its descendants. A host that takes more than its size loses its largest process,
 * as the kernel would take it in a container of that size.
 */
export class HostWatch {
  /** Samples in which a host took more than its size. */
  overcommitted = 0;
  /** Processes that were ended for it. */
  kills = 0;
  /** Most that all hosts took together, in bytes. */
  peakBytes = 0;
  private readonly hosts: readonly WatchedHost[];
  private readonly beside: () => readonly (number | undefined)[];
  private readonly killsBefore = kernelKills();
  private readonly timer: NodeJS.Timeout;

  /** @param beside other processes whose memory counts, but which have no limit */
  constructor(hosts: readonly WatchedHost[], beside: () => readonly (number | undefined)[] = () => []) {
    this.hosts = hosts;
    this.beside = beside;
    this.timer = setInterval(() => this.look(), everyMs);
  }

  /** What was seen until now; kills by the kernel anywhere on the machine. */
  get seen(): Pick<ArmResult, 'kills' | 'kernelKills' | 'overcommitted' | 'peakBytes'> {
    const { kills, overcommitted, peakBytes } = this;
    return {
      ...{ kills, overcommitted, peakBytes },
      kernelKills: kernelKills() - this.killsBefore,
    };
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private look(): void {
    const below = children();
    const treeOf = (pid: number): number[] => [pid, ...(below.get(pid) ?? []).flatMap(treeOf)];
    let all = this.beside().reduce<number>((sum, pid) => sum + (pid === undefined ? 0 : anonBytes(pid)), 0);
    for (const { pid, sizeBytes } of this.hosts) {
      const root = pid();
      if (root === undefined) continue;
      const taken = treeOf(root).map((one) => ({ pid: one, bytes: anonBytes(one) }));
      const sum = taken.reduce((bytes, one) => bytes + one.bytes, 0);
      all += sum;
      if (sum <= sizeBytes) continue;
      this.overcommitted += 1;
      const [largest] = taken.toSorted((a, b) => b.bytes - a.bytes);
      try {
        process.kill(largest!.pid, 'SIGKILL');
        this.kills += 1;
      } catch {
        // It has just ended by itself.
      }
    }
    this.peakBytes = Math.max(this.peakBytes, all);
  }
}
