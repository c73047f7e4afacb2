type Step = () => unknown;

/** What has to be undone before this process may end, last first; once, however the end comes. */
export class Cleanup {
  private readonly steps: Step[] = [];
  private running: Promise<void> | null = null;

  add(step: Step): void {
    this.steps.push(step);
  }

  /** Runs every step even when one fails; the failures are returned together. */
  run(): Promise<void> {
    this.running ??= this.unwind();
    return this.running;
  }

  private async unwind(): Promise<void> {
    const failures: unknown[] = [];
    for (let step = this.steps.pop(); step; step = this.steps.pop()) {
      try {
        await step();
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw new AggregateError(failures, 'cleaning up failed');
  }
}

/** Thrown for what the reader can mend; printed without a stack. */
export class ToolError extends Error {
  override readonly name = 'ToolError';
}

const report = (error: unknown): void => {
  const text = error instanceof ToolError ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`${text}\n`);
};

/** Runs a tool and cleans up after it: at its end, on a signal, and when whoever started it is gone. */
export const runTool = async (tool: (cleanup: Cleanup) => Promise<number>): Promise<void> => {
  const cleanup = new Cleanup();
  const end = async (code: number): Promise<never> => {
    await cleanup.run().catch(report);
    process.exit(code);
  };
  const ending = { bySignal: false };
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)
    process.on(signal, () => {
      if (ending.bySignal) return;
      ending.bySignal = true;
      process.stderr.write('· stopping\n');
      void end(code);
    });
  const starter = Number(process.env.MILLRACE_STARTED_BY ?? 0);
  if (starter > 0)
    setInterval(() => {
      if (process.ppid !== starter) process.kill(process.pid, 'SIGTERM');
    }, 1000).unref();
  const code = await tool(cleanup).catch((error: unknown) => {
    if (!ending.bySignal) report(error);
    return 1;
  });
  // A signal's own end is under way and sets its own code.
  if (ending.bySignal) await new Promise(() => undefined);
  await end(code);
};
