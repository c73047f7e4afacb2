import { z } from 'zod';
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

export const ingestColumnSchema = z.object({
  /** 0-based; the working copy calls it `c` and this number. */
  position: z.number().int().nonnegative(),
  name: z.string(),
  /** NDJSON and JSON only: some cell of it was a string, so all are written back as strings. */
  jsonText: z.boolean(),
});

/** What reading an upload found out; kept beside its working copy. */
export const ingestSchema = z.object({
  schema: z.literal('millrace.ingest/1'),
  format: fileFormatSchema,
  compression: compressionSchema,
  dialect: dialectSchema.nullable(),
  /** Data rows in the working copy. */
  rows: z.number().int().nonnegative(),
  columns: z.array(ingestColumnSchema),
  /** Rows that do not have the header's number of cells, kept aside. */
  raggedRows: z.number().int().nonnegative(),
  findings: z.array(findingSchema),
});
export type Ingest = z.infer<typeof ingestSchema>;
