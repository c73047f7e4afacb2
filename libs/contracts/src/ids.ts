import * as z from 'zod';

/** Ids are UUIDs (version 7, so that they sort by time of creation), made by the application. */
export const idSchema = z.uuid();
export type Id = z.infer<typeof idSchema>;

/** A SHA-256 digest as 64 lower-case hexadecimal digits. */
export const sha256Schema = z
  .string()
  .regex(/^[0-9a-fA-F]{64}$/, 'must be 64 hexadecimal digits')
  .transform((hex) => hex.toLowerCase());

/** An instant as ISO 8601 in UTC with milliseconds. */
export const instantSchema = z.iso.datetime();
