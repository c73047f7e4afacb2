export interface HealthCheck {
  readonly name: string;
  /** A critical check that fails makes the process unready; any other makes it degraded. */
  readonly critical: boolean;
  readonly check: () => Promise<void>;
}

export interface Health {
  readonly status: 'ok' | 'degraded' | 'unready';
  readonly checks: Readonly<Record<string, 'ok' | 'failed'>>;
}

const withDeadline = (work: Promise<void>, milliseconds: number) =>
  Promise.race([
    work,
    new Promise<never>((_, reject) => {
      setTimeout(() => {
        reject(new Error(`no answer in ${milliseconds} ms`));
      }, milliseconds).unref();
    }),
  ]);

/** Runs all checks at once, each with a deadline of its own. */
export const checkHealth = async (checks: readonly HealthCheck[], deadlineMs = 2000): Promise<Health> => {
  const results = await Promise.all(
    checks.map(({ name, critical, check }) =>
      withDeadline(check(), deadlineMs).then(
        () => ({ name, critical, ok: true }),
        () => ({ name, critical, ok: false }),
      ),
    ),
  );
  const failed = results.filter(({ ok }) => !ok);
  const status = failed.some(({ critical }) => critical) ? 'unready' : failed.length > 0 ? 'degraded' : 'ok';
  return { status, checks: Object.fromEntries(results.map(({ name, ok }) => [name, ok ? 'ok' : 'failed'])) };
};
