import * as z from 'zod';
import { failureSchema } from '../faults/fault';
import { idSchema, instantSchema } from '../ids';

/** Control characters, halves of characters, line ends of Unicode, and signs that turn the direction of what follows. */
const unfit = /[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;
const fit = z.string().refine((text) => !unfit.test(text), 'must have no control characters');

/** What people call something: one line of text. White space at its ends is left out. */
export const nameSchema = fit.trim().min(1).max(255);

/** The name of a file without its folders, whatever the separator. */
export const fileNameSchema = fit.transform((text) => {
  const last = text.split(/[/\\]/).at(-1)?.trim() ?? '';
  return last === '' || last === '.' || last === '..' ? 'upload' : Array.from(last).slice(0, 255).join('');
});

/** What the bytes are, by content and not by name. */
export const fileFormats = ['csv', 'ndjson', 'json', 'parquet', 'xlsx'] as const;
export const fileFormatSchema = z.enum(fileFormats);
export type FileFormat = z.infer<typeof fileFormatSchema>;

export const compressions = ['none', 'gzip', 'zstd'] as const;
export const compressionSchema = z.enum(compressions);
export type Compression = z.infer<typeof compressionSchema>;

/** One character that can stand between cells or around them: no line end, no NUL, no half of a character. */
const sign = z.string().regex(/^[^\r\n\0\ud800-\udfff]$/, 'must be one character, and no line end');

/** How the upload is to be read where the caller knows better than the sniffer. Every field is optional. */
export const readOptionsSchema = z
  .object({
    format: fileFormatSchema,
    delimiter: sign,
    /** Empty for none. */
    quote: sign.or(z.literal('')),
    header: z.boolean(),
    encoding: z.enum(['utf-8', 'utf-16le', 'utf-16be', 'latin1', 'windows-1252']),
    /** Of a workbook: the name of a sheet, or its number from 1. */
    sheet: z.string().max(255),
    /** Texts that stand for no value, in place of the usual ones; upper and lower case are alike, white space at the ends is left out. */
    nullTokens: z.array(z.string().max(100)).max(100),
  })
  .partial()
  .strict()
  .refine(({ delimiter, quote }) => delimiter === undefined || delimiter !== (quote ?? '"'), {
    path: ['delimiter'],
    message: 'must not be the quote',
  });
export type ReadOptions = z.infer<typeof readOptionsSchema>;

export const versionStates = ['uploading', 'ready', 'rejected', 'expired'] as const;
export const versionStateSchema = z.enum(versionStates);
export type VersionState = z.infer<typeof versionStateSchema>;

export const versionSchema = z.object({
  id: idSchema,
  datasetId: idSchema,
  /** 1 for the first upload, then counting up. */
  number: z.number().int().positive(),
  state: versionStateSchema,
  fileName: z.string(),
  format: fileFormatSchema.nullable(),
  compression: compressionSchema.nullable(),
  readOptions: readOptionsSchema,
  bytes: z.number().int().nonnegative(),
  sha256: z.string().nullable(),
  /** Known once a run has read the version. */
  rows: z.number().int().nonnegative().nullable(),
  columns: z.number().int().nonnegative().nullable(),
  failure: failureSchema.nullable(),
  createdAt: instantSchema,
});
export type Version = z.infer<typeof versionSchema>;

export const datasetSchema = z.object({
  id: idSchema,
  name: z.string(),
  /** The newest that is ready: one that was rejected, or still comes, is among the versions only. Null before the first is ready. */
  latestVersion: versionSchema.nullable(),
  createdAt: instantSchema,
});
export type Dataset = z.infer<typeof datasetSchema>;
