import * as z from 'zod';

const sign = z.string().refine((text) => /^[\t\x20-\x7e]$/.test(text), 'must be one character of ASCII');

/** A form in which a cleansed table is written besides its own. */
export const outputFormatSchema = z.discriminatedUnion('format', [
  z
    .object({
      format: z.literal('csv'),
      delimiter: sign.default(','),
      quote: sign.default('"'),
      lineEnd: z.enum(['lf', 'crlf']).default('lf'),
      header: z.boolean().default(true),
      encoding: z.enum(['utf-8', 'utf-16le', 'utf-16be', 'latin1', 'windows-1252']).default('utf-8'),
      /** Byte-order mark, by which spreadsheets know UTF-8. */
      bom: z.boolean().default(false),
      /** What a spreadsheet would take for a formula has an apostrophe put before it; `keep` leaves it. */
      formulas: z.enum(['escape', 'keep']).default('escape'),
    })
    .strict()
    .refine(({ delimiter, quote }) => delimiter !== quote, { path: ['delimiter'], message: 'must not be the quote' }),
  /** Numbers where all cells of a column are plain numbers, else texts. */
  z.object({ format: z.literal('ndjson') }).strict(),
  /** Columns of text, as they were read. */
  z.object({ format: z.literal('parquet') }).strict(),
  /** Texts are texts, whatever they begin with; numbers where all cells of a column are plain numbers. */
  z.object({ format: z.literal('xlsx') }).strict(),
]);
export type OutputFormat = z.output<typeof outputFormatSchema>;
