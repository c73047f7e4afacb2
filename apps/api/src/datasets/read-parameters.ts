import { readOptionsSchema, type ReadOptions } from '@millrace/contracts';
import * as z from 'zod';

const { format, delimiter, quote, encoding, sheet, nullTokens } = readOptionsSchema.shape;

/** What is awkward to type in a URL or a form has a name. */
const named = (text: string): string => ({ tab: '\t', none: '' })[text] ?? text;

/** How an upload is to be read, one parameter for each of the read options, all of them optional. */
export const readParametersSchema = z.object({
  format: format.meta({ description: 'Of the content, where it is not to be found out' }),
  delimiter: z
    .string()
    .transform(named)
    .pipe(delimiter.unwrap())
    .optional()
    .meta({ description: 'Between the cells of delimited text: one character, or `tab`' }),
  quote: z
    .string()
    .transform(named)
    .pipe(quote.unwrap())
    .optional()
    .meta({ description: 'Around cells of delimited text: one character, or `none`' }),
  header: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .optional()
    .meta({ description: 'Whether the first row names the columns' }),
  encoding: encoding.meta({ description: 'Of delimited text and JSON' }),
  sheet: sheet.meta({ description: 'Of a workbook: the name of a sheet, or its number from 1' }),
  nullTokens: z
    .string()
    .transform((text) => text.split(','))
    .pipe(nullTokens.unwrap())
    .optional()
    .meta({ description: 'Texts that stand for no value, in place of the usual ones, separated by commas' }),
});

/** The read options of an upload. @param told those that came as one JSON object; a parameter of its own counts more */
export const readOptionsOf = (parameters: z.output<typeof readParametersSchema>, told: ReadOptions = {}): Record<string, unknown> => {
  const own = Object.keys(readParametersSchema.shape).map((name) => [name, parameters[name as keyof typeof parameters]] as const);
  return { ...told, ...Object.fromEntries(own.filter(([, value]) => value !== undefined)) };
};
