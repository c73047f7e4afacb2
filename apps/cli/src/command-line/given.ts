import type { FlagName } from './flags';

/** The flags of a command line, as they were given. */
export type Given = Readonly<Partial<Record<FlagName, string | true>>>;

/** What is wrong with a command line. */
export class WrongUse extends Error {}

export const textOf = (given: Given, name: FlagName): string | null => {
  const value = given[name];
  return typeof value === 'string' ? value : null;
};
