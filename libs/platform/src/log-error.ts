export interface LoggedError {
  readonly type: string;
  readonly message: string;
  readonly code?: string | number;
  readonly stack?: string;
  readonly cause?: LoggedError;
}

const [longestMessage, longestStack, deepest] = [500, 4000, 4];

const cut = (text: string, longest: number): string =>
  text.length <= longest ? text : `${text.slice(0, longest)} … (${text.length - longest} more characters)`;

const codeOf = (error: object): string | number | undefined => {
  const code = 'code' in error ? error.code : undefined;
  return typeof code === 'string' || typeof code === 'number' ? code : undefined;
};

/**
 * What a log says of an error: its name, message, code, stack and causes, each cut at a length. Nothing else of it, since libraries hang
 * on their errors what they were given: bound parameters, whole statements, bodies.
 */
export const logError = (error: unknown, depth = 0): LoggedError => {
  if (!(error instanceof Error))
    return { type: typeof error, message: cut(typeof error === 'string' ? error : 'no error was thrown', longestMessage) };
  const code = codeOf(error);
  return {
    type: error.name,
    message: cut(error.message, longestMessage),
    ...(code !== undefined && { code }),
    // The stack begins with the message, which may be long.
    ...(error.stack !== undefined && { stack: cut(error.stack.replace(error.message, cut(error.message, longestMessage)), longestStack) }),
    ...(error.cause !== undefined && depth < deepest && { cause: logError(error.cause, depth + 1) }),
  };
};
