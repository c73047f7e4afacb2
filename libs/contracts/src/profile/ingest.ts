import * as z from 'zod';
import { compressionSchema, fileFormatSchema } from '../datasets/dataset';
import { findingSchema } from '../findings/finding';

/** How a delimited text file is written, so that it can be written back alike. */
export const dialectSchema = z.object({
  delimiter: z.string(),
  quote: z.string(),
  lineEnd: z.enum(['\n', '\r\n', '\r']),
  header: z.boolean(),
  encoding: z.enum(['utf-8', 'utf-16le', 'utf-16be', 'latin1', 'windows-1252']),
  bom: z.boolean(),
});
export type Dialect = z.infer<typeof dialectSchema>;

/** Why the first row was taken for the names of the columns, or not. A vote is a column that speaks for or against it. */
export const headerEvidenceSchema = z.object({
  isHeader: z.boolean(),
  votesFor: z.number().int().nonnegative(),
  votesAgainst: z.number().int().nonnegative(),
  /** The caller said so; nothing was counted. */
  told: z.boolean(),
});
export type HeaderEvidence = z.infer<typeof headerEvidenceSchema>;

export const ingestColumnSchema = z.object({
  /** 0-based; the working copy calls it `c` and this number. */
  position: z.number().int().nonnegative(),
  name: z.string(),
  /**
   * NDJSON and JSON only: most of its cells that are there were strings, so those that get a value are written as strings. In tables read
   * before shapes of rows were kept: some cell was, so all are.
   */
  jsonText: z.boolean(),
});

/** A row kept aside: `cells` where it could be cut into cells, else `text`, with `bytes` in base64 where the text is not all of it. */
export const asideRowSchema = z.object({
  /** 1-based line of the file on which it begins. */
  line: z.number().int().positive(),
  /** Id of the finding that counts the rows of its kind. */
  reason: z.enum(['raggedRows', 'brokenQuotes', 'nulBytes', 'badBytes', 'unreadableLines']),
  cells: z.array(z.string()).optional(),
  text: z.string().optional(),
  bytes: z.string().optional(),
});
export type AsideRow = z.infer<typeof asideRowSchema>;

/** What reading an upload found out; kept beside its working copy. */
export const ingestSchema = z.object({
  schema: z.literal('millrace.ingest/1'),
  format: fileFormatSchema,
  compression: compressionSchema,
  dialect: dialectSchema.nullable(),
  /** Where the format itself does not say which row names the columns. */
  header: headerEvidenceSchema.optional(),
  /** Workbooks only: the sheet that was read. */
  sheet: z.string().optional(),
  /** Texts that stand for no value, where the caller said which. */
  nullTokens: z.array(z.string()).optional(),
  /** Data rows in the working copy. */
  rows: z.number().int().nonnegative(),
  columns: z.array(ingestColumnSchema),
  /** Rows kept aside for a structural fault, most often a number of cells that is not the header's; a finding each says which. */
  raggedRows: z.number().int().nonnegative(),
  findings: z.array(findingSchema),
});
export type Ingest = z.infer<typeof ingestSchema>;
