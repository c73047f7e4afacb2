import { say } from './say.mts';

type Step = () => unknown;

/** What a person can mend; shown without a stack. */
export class ToolError extends Error {
  override readonly name = 'ToolError';
  /** What the tool ends with: 2 for wrong use. */
  readonly exitCode: number;

  constructor(message: string, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

const steps: Step[] = [];
const signals: Record<string, number> = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 };
let ending: Promise<never> | null = null;
let watched = false;

/** True once this process only takes down what it has put up. */
export const isEnding = (): boolean => ending !== null;

const unwind = async (): Promise<void> => {
  for (let step = steps.pop(); step; step = steps.pop()) {
    try {
      await step();
    } catch (error) {
      say(`while ending: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
};

/** Undoes everything that was registered, last first, and ends with `code`. The first call decides. */
export const endWith = (code: number): Promise<never> => {
  ending ??= unwind().then(() => process.exit(code));
  return ending;
};

const interrupt = (signal: string): void => {
  if (ending) return;
  say('stopping …');
  void endWith(signals[signal] ?? 1);
};

const watch = (): void => {
  if (watched) return;
  watched = true;
  for (const signal of Object.keys(signals)) process.on(signal, () => interrupt(signal));
  // What fails because the rest is being taken down is no news, and must not cut the taking down short.
  const show = (error: unknown) => {
    if (ending) return;
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    void endWith(1);
  };
  process.on('uncaughtException', show);
  process.on('unhandledRejection', show);
};

/** Registers what has to be undone when this process ends by `endWith`, `runTool` or a signal. Answers how to forget it again. */
export const atEnd = (step: Step): (() => void) => {
  watch();
  steps.push(step);
  return () => {
    const at = steps.indexOf(step);
    if (at >= 0) steps.splice(at, 1);
  };
};

/** The exit code of a signal, where it is not 128 and its number: a server that was asked to end has done well. */
export const setSignalCode = (signal: 'SIGTERM', code: number): void => {
  signals[signal] = code;
};

/** Runs a tool and takes everything down after it, however it ends. A signal ends it with 128 and the signal's number. */
export const runTool = async (tool: () => Promise<number>): Promise<never> => {
  watch();
  try {
    return await endWith(await tool());
  } catch (error) {
    // Whatever fails once a signal has come, fails because of it.
    if (ending) return ending;
    say(error instanceof ToolError ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error));
    return endWith(error instanceof ToolError ? error.exitCode : 1);
  }
};
