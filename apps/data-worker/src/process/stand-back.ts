import { writeFile } from 'node:fs/promises';
import { setPriority } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';

/** Linux changes a group once in a tenth of a second for those who are not root, whoever asks. */
const [tries, pauseMs] = [20, 110] as const;

/**
 * Has a process stand back from others, as `nice` has it: before it has any threads, which take it over. Where Linux shares the processor
 * among sessions first (autogroup, sched(7)), a niceness counts within a session alone, and the session needs one as well; the process
 * has to lead its own. One that is gone already needs none.
 * @param niceness 0 to 19
 */
export const standBack = async (pid: number, niceness: number): Promise<void> => {
  try {
    setPriority(pid, niceness);
  } catch {
    return;
  }
  for (let attempt = 0; attempt < tries; attempt += 1)
    try {
      await writeFile(`/proc/${pid}/autogroup`, String(niceness), { flag: 'r+' });
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') return;
      await sleep(pauseMs * (1 + Math.random()));
    }
};
