/** A pattern for readers that look for it anywhere in a text: anchored at both ends. */
export const anchored = (pattern: string): string => `^(?:${pattern})$`;

/** The other way: a pattern that is looked for anywhere, as one of the whole text. */
export const whole = (pattern: string): string => {
  const inner = /^\^\(\?:([^]*)\)\$$/u.exec(pattern)?.[1];
  return inner !== undefined && compiles(inner) ? inner : `[^]*(?:${pattern})[^]*`;
};

const compiles = (pattern: string): boolean => {
  try {
    return new RegExp(pattern, 'u') instanceof RegExp;
  } catch {
    return false;
  }
};
