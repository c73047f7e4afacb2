import { Redis } from 'ioredis';
import { setTimeout as sleep } from 'node:timers/promises';
import { say } from '../../tools/services/processes.mts';

const everyMs = 30_000;
/** A job that takes longer than a host lives would be begun again for ever. */
const mostKills = 12;

/** Kills one worker host after the other, and empties Redis every second time: twelve times, or until it is stopped. */
export class Harm {
  kills = 0;
  flushes = 0;
  private readonly ending = new AbortController();
  private readonly doing: Promise<void>;
  private readonly redisUrl: string;
  private readonly pids: () => readonly (number | undefined)[];

  constructor(redisUrl: string, pids: () => readonly (number | undefined)[]) {
    this.redisUrl = redisUrl;
    this.pids = pids;
    this.doing = this.go();
  }

  async stop(): Promise<void> {
    this.ending.abort();
    await this.doing.catch(() => undefined);
  }

  private async go(): Promise<void> {
    for (let turn = 0; turn < mostKills; turn += 1) {
      await sleep(everyMs, undefined, this.ending);
      const all = this.pids();
      const pid = all[turn % all.length];
      const isFlush = turn % 2 === 1;
      say(`killing a host${isFlush ? ' and emptying Redis' : ''}`);
      if (pid !== undefined) process.kill(pid, 'SIGKILL');
      this.kills += 1;
      if (isFlush) await this.flush();
    }
  }

  private async flush(): Promise<void> {
    const client = new Redis(this.redisUrl, { maxRetriesPerRequest: 1 });
    client.on('error', () => undefined);
    await client.flushall().catch(() => undefined);
    this.flushes += 1;
    client.disconnect();
  }
}
