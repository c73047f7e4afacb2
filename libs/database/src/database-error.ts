const longest = 400;

const textOf = (error: unknown, name: string): string => {
  const value = typeof error === 'object' && error !== null ? (error as Record<string, unknown>)[name] : undefined;
  return typeof value === 'string' ? value : '';
};

/**
 * A statement that the database refused: the server's code and words and the statement with its placeholders. Never its parameters, and
 * nothing that the server quotes of them: both may be cells.
 */
export class DatabaseError extends Error {
  override readonly name = 'DatabaseError';
  readonly code: string;

  /** @param error as the driver throws it */
  constructor(error: unknown, statement: string) {
    const words = (textOf(error, 'sqlMessage') || textOf(error, 'message')).replace(/'.*'/s, "'…'").slice(0, longest);
    super(`${words} [${statement.replace(/\s+/g, ' ').slice(0, longest)}]`);
    this.code = textOf(error, 'code');
  }
}
