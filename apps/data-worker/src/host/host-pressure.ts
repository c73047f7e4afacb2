import { readFile } from 'node:fs/promises';

/** The share of the memory at which nothing more is started, and the one at which a job is ended. */
const [pressedShare, criticalShare] = [0.8, 0.95];

/** The memory that the kernel would count against this worker's machine or container. */
export interface MachineMemory {
  readonly usedBytes: number;
  readonly limitBytes: number;
}

export interface Overdrawn {
  readonly needBytes: number;
  readonly usedBytes: () => number;
  /** Ends the job as one that ran out of memory: it comes back with a larger need. */
  readonly end: () => void;
  /** Ends the job so that it comes back as it is, on this host once it has room or on another. */
  readonly handBack: () => void;
}

const field = (text: string, name: string): number => Number(new RegExp(`^${name}:?\\s+(\\d+)`, 'm').exec(text)?.[1] ?? Number.NaN);

/** What cannot be taken back: of the container where it has a limit, else of the machine. Null where the kernel does not tell. */
export const readMachineMemory = async (limitBytes: number | null): Promise<MachineMemory | null> => {
  try {
    if (limitBytes !== null) {
      const stat = await readFile('/sys/fs/cgroup/memory.stat', 'utf8');
      const usedBytes = field(stat, 'anon') + field(stat, 'kernel');
      if (Number.isFinite(usedBytes)) return { usedBytes, limitBytes };
    }
    const info = await readFile('/proc/meminfo', 'utf8');
    const [total, available] = [field(info, 'MemTotal') * 1024, field(info, 'MemAvailable') * 1024];
    return Number.isFinite(total + available) ? { usedBytes: total - available, limitBytes: total } : null;
  } catch {
    return null;
  }
};

/**
 * Watches the memory of the machine apart from the ledger, which only knows what was promised. Over 80 % nothing is started; over 95 % the
 * job ends that is furthest over its need or nearest to it, one a look. One within its need is not to blame: it is handed back as it is.
 */
export class HostPressure {
  isPressed = false;

  /** @param ended called when a job was ended, with the share of the memory that was in use. */
  constructor(
    private readonly read: () => Promise<MachineMemory | null>,
    private readonly jobs: () => readonly Overdrawn[],
    private readonly ended: (share: number) => void,
  ) {}

  async look(): Promise<void> {
    const memory = await this.read();
    if (memory === null) return;
    const share = memory.usedBytes / memory.limitBytes;
    this.isPressed = share >= pressedShare;
    if (share < criticalShare) return;
    const [worst] = this.jobs().toSorted((a, b) => b.usedBytes() - b.needBytes - (a.usedBytes() - a.needBytes));
    if (!worst) return;
    if (worst.usedBytes() > worst.needBytes) worst.end();
    else worst.handBack();
    this.ended(share);
  }
}
