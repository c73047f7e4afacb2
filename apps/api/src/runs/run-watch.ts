import { startLoop, type Loop } from '@millrace/platform';

interface Watched {
  seen: string | null;
  readonly waiting: Set<() => void>;
}

/** A reader waits half of it on average; a look is one query by primary keys, and none where nobody waits. */
const everyMs = 25;

/** Tells readers when a run changes, with one query at a time for all of them. */
export class RunWatch {
  private readonly watched = new Map<string, Watched>();
  private readonly loop: Loop;

  /** @param marksOf a text for each run that changes whenever the run does */
  constructor(
    private readonly marksOf: (runIds: readonly string[]) => Promise<ReadonlyMap<string, string>>,
    onError: (error: unknown) => void,
  ) {
    this.loop = startLoop({ everyMs, run: () => this.look(), onError });
  }

  /** Resolves when the run may have changed since the last look, at the latest after `milliseconds`. */
  next(runId: string, milliseconds: number): Promise<void> {
    const entry = this.watched.get(runId) ?? { seen: null, waiting: new Set() };
    this.watched.set(runId, entry);
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        entry.waiting.delete(done);
        resolve();
      };
      const timer = setTimeout(done, milliseconds);
      entry.waiting.add(done);
    });
  }

  stop(): Promise<void> {
    return this.loop.stop();
  }

  private async look(): Promise<void> {
    for (const [runId, { waiting }] of this.watched) if (waiting.size === 0) this.watched.delete(runId);
    if (this.watched.size === 0) return;
    const marks = await this.marksOf([...this.watched.keys()]);
    for (const [runId, entry] of this.watched) {
      const mark = marks.get(runId) ?? 'gone';
      if (mark === entry.seen) continue;
      entry.seen = mark;
      for (const done of entry.waiting) done();
    }
  }
}
