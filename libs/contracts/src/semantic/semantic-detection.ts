import * as z from 'zod';

/** What the cells of a column mean, beyond their kind. Stored: added, never renamed. */
export const semanticTypeIds = [
  'email',
  'url',
  'uuid',
  'iban',
  'payment-card',
  'isbn',
  'ean',
  'vat-number',
  'ssn',
  'ipv4',
  'ipv6',
  'mac-address',
  'phone',
  'coordinates',
  'latitude',
  'longitude',
  'date-of-birth',
  'colour',
  'currency-code',
  'country-code',
  'country-name',
  'postcode',
  'street-address',
  'person-name',
] as const;
export const semanticTypeSchema = z.enum(semanticTypeIds);
export type SemanticTypeId = z.infer<typeof semanticTypeSchema>;

/** One type that the cells of a column may have. */
export const semanticDetectionSchema = z.object({
  type: semanticTypeSchema,
  /** Of the cells that are not absent, 0 to 1: those that fit the grammar and pass the checksum or list where there is one. */
  share: z.number().min(0).max(1),
  /** The checksum, list or grammar holds for enough different values that chance does not explain it. Never by a name alone. */
  confirmed: z.boolean(),
  by: z.enum(['checksum', 'list', 'grammar']),
  /** What the column's name says of it; it raises or lowers the confidence and confirms nothing. */
  name: z.enum(['supports', 'silent', 'contradicts']),
  /** 0 to 1: the share, weighed by what the name says. */
  confidence: z.number().min(0).max(1),
  /** The checksum or list was tried on a sample of the different values. */
  sampled: z.boolean(),
  /** Up to five values that do not fit, the most frequent first. */
  examplesFailing: z.array(z.string()),
});
export type SemanticDetection = z.infer<typeof semanticDetectionSchema>;
