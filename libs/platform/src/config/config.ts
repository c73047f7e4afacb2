import { environmentSchema, type Environment } from './environment';
import { secretProblem } from './secret-problem';

export type Config = Environment & { readonly SECRET_KEY: string };

/** Thrown at start-up, with every variable that is wrong, so that an operator mends them all at once. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  constructor(readonly problems: readonly string[]) {
    super(`The configuration is not valid:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
  }
}

const parse = (environment: Readonly<Record<string, string | undefined>>): Environment => {
  const present = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''));
  const parsed = environmentSchema.safeParse(present);
  if (parsed.success) return parsed.data;
  throw new ConfigError(parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`));
};

/**
 * The configuration of one process.
 * @param needsSecret true for the API, which signs tokens; it refuses a missing, short, well-known or patterned SECRET_KEY, save in
 *   the embedded default, whose launcher makes its own.
 * @throws ConfigError
 */
export const loadConfig = (needsSecret = false, environment: Readonly<Record<string, string | undefined>> = process.env): Config => {
  const config = parse(environment);
  const problem = needsSecret ? secretProblem(config.SECRET_KEY) : null;
  if (problem !== null && !(config.MILLRACE_EMBEDDED && config.SECRET_KEY !== undefined)) throw new ConfigError([problem]);
  return { ...config, SECRET_KEY: config.SECRET_KEY ?? '' };
};
