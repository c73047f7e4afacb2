import { readOptionsSchema, type ReadOptions } from '@millrace/contracts';
import { textOf, WrongUse, type Given } from './given';

/** How a file is to be read, by the flags. */
export const readOptionsOf = (given: Given): ReadOptions => {
  const [header, quote, delimiter] = [textOf(given, 'header'), textOf(given, 'quote'), textOf(given, 'delimiter')];
  if (header !== null && header !== 'yes' && header !== 'no') throw new WrongUse(`--header is yes or no, not ${header}.`);
  const parsed = readOptionsSchema.safeParse({
    format: textOf(given, 'format') ?? undefined,
    encoding: textOf(given, 'encoding') ?? undefined,
    sheet: textOf(given, 'sheet') ?? undefined,
    delimiter: delimiter === null ? undefined : ({ tab: '\t', '\\t': '\t' }[delimiter] ?? delimiter),
    quote: quote === null ? undefined : quote === 'none' ? '' : quote,
    header: header === null ? undefined : header === 'yes',
    nullTokens: textOf(given, 'null-tokens')?.split(','),
  });
  if (parsed.success) return parsed.data;
  throw new WrongUse(parsed.error.issues.map(({ path, message }) => `--${path.join('.')}: ${message}.`).join(' '));
};
