export interface LoopOptions {
  readonly everyMs: number;
  readonly run: (signal: AbortSignal) => Promise<unknown>;
  /** Called with whatever `run` throws; the loop goes on. */
  readonly onError: (error: unknown) => void;
}

export interface Loop {
  /** Runs again at once, or right after the run under way. */
  nudge(): void;
  /** Resolves when the run under way has ended. */
  stop(): Promise<void>;
}

/** Repeats `run`, never two at a time, `everyMs` after the last one ended or as soon as it is nudged. */
export const startLoop = ({ everyMs, run, onError }: LoopOptions): Loop => {
  const controller = new AbortController();
  const stopped = () => controller.signal.aborted;
  let wake: () => void = () => undefined;
  let nudged = false;
  const pause = () =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, everyMs);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
      if (nudged) wake();
    });
  const turn = async () => {
    while (!stopped()) {
      nudged = false;
      try {
        await run(controller.signal);
      } catch (error) {
        onError(error);
      }
      if (!stopped()) await pause();
    }
  };
  const ended = turn();
  return {
    nudge: () => {
      nudged = true;
      wake();
    },
    stop: async () => {
      controller.abort();
      wake();
      await ended;
    },
  };
};
