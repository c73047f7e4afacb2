import { Fault } from '@millrace/contracts';
import { startLoop, type Config, type Loop } from '@millrace/platform';
import { defaultPartBytes } from '@millrace/storage';
import type { Services } from '../services';

const staleUploadSeconds = 300;
const expireEveryMs = 30_000;
const sweepEveryMs = 3_600_000;

/**
 * Milliseconds after which what lies unfinished in the store belongs to no living upload: as configured, but never less than
 * twice as long as the slowest upload that is let live takes for one part.
 */
export const sweepAgeMs = (config: Pick<Config, 'UPLOAD_SWEEP_HOURS' | 'UPLOAD_MIN_BYTES_PER_SECOND'>): number =>
  Math.max(config.UPLOAD_SWEEP_HOURS * 3_600_000, (2000 * defaultPartBytes) / Math.max(1, config.UPLOAD_MIN_BYTES_PER_SECOND));

type Tools = Pick<Services, 'config' | 'datasets' | 'idempotency' | 'storage' | 'logger'>;

/** The loops that clear away what lost processes have left of uploads: in MySQL, and in the object store. Many may run at once. */
export class UploadMaintenance {
  private readonly loops: readonly Loop[];

  constructor({ config, datasets, idempotency, storage, logger }: Tools) {
    const expire = async () => {
      const failure = new Fault('upload-incomplete', 'The server that received the upload was lost.').toFailure('upload');
      for (const upload of await datasets.staleUploads(staleUploadSeconds)) await datasets.giveUp(upload, 'expired', failure);
    };
    const sweep = async (signal: AbortSignal) => {
      try {
        const removed = await storage.sweep(sweepAgeMs(config), signal);
        if (removed > 0) logger.info({ removed }, 'what broken uploads had left in the object store is removed');
      } catch (error) {
        if (!signal.aborted) throw error;
      }
    };
    const loop = (what: string, everyMs: number, run: (signal: AbortSignal) => Promise<unknown>) =>
      startLoop({ everyMs, run, onError: (error) => logger.warn({ err: error }, `${what} failed`) });
    this.loops = [
      loop('expiring uploads', expireEveryMs, expire),
      loop('forgetting idempotency keys', expireEveryMs, () => idempotency.forgetOld()),
      loop('sweeping the object store', sweepEveryMs, sweep),
    ];
  }

  /** Resolves when what is under way has ended. */
  async stop(): Promise<void> {
    await Promise.all(this.loops.map((loop) => loop.stop()));
  }
}
