import * as z from 'zod';
import { chosenColumnsSchema } from '../columns';

/** Signs that may stand between the letters and digits of a code without a meaning of their own. */
export const codeSigns = ' ()./:_-\u00a0\u2013';
/** How a date may be written: the order of its fields, with one sign between them or, where all have their full length, none. */
export const dateForms = ['ymd', 'dmy', 'mdy'] as const;

const affix = z.string().min(1).max(40);
const number = z
  .object({
    kind: z.literal('number'),
    /** What stands before and behind the number, to the letter; blanks may stand between. */
    prefix: affix.optional(),
    suffix: affix.optional(),
    /** The sign before the fraction in the column, and here. `stray` is another one that is written as that. */
    decimal: z.enum(['.', ',']).default('.'),
    stray: z.enum(['.', ',']).optional(),
    /** The sign between thousands, which goes. */
    groups: z.enum(['.', ',', ' ', "'", '\u00a0', '\u202f']).optional(),
    /** Places by which the decimal sign moves to the right; with a prefix or suffix, without which it would move for ever. */
    shift: z.int().min(-9).max(9).optional(),
    /** Leaves out a fraction that is nothing but zeros. */
    dropZeros: z.boolean().optional(),
    /** A number whose point moves has so many decimals at least. */
    decimals: z.int().min(1).max(20).optional(),
  })
  .strict();
const code = z
  .object({
    kind: z.literal('code'),
    /**
     * As the code is to be written: `9` is a digit, `X` a letter or a digit, any other sign itself. Cells with signs where the mask has none
     * are left alone, unless it has none at all.
     */
    mask: z
      .string()
      .max(100)
      .regex(/^[ ()./:_\u00a0\u2013-]*[9X][9X ()./:_\u00a0\u2013-]*$/, 'of 9, X and signs'),
    prefix: affix.optional(),
    /** Puts zeros before digits that are too few. */
    pad: z.boolean().optional(),
  })
  .strict();
const form = z
  .object({
    order: z.enum(dateForms),
    sign: z.enum(['/', '.', '-', ' ', '']),
    /** Days and months below ten have a zero before them. */
    padded: z.boolean().default(true),
  })
  .strict()
  .refine(({ sign, padded }) => sign !== '' || padded, 'fields with no sign between them have their full length');
const date = z.object({ kind: z.literal('date'), from: form, to: form }).strict();

/** How sure it is that a cell which the program takes means what it makes of it; in the change log. */
const sureness = { confidence: z.number().gt(0).max(1).default(0.95) };
export const formatProgramSchema = z
  .discriminatedUnion('kind', [number.extend(sureness), code.extend(sureness), date.extend(sureness)])
  .refine(
    (one) => one.kind !== 'number' || one.shift === undefined || one.prefix !== undefined || one.suffix !== undefined,
    'a decimal sign moves only where a prefix or suffix goes',
  )
  .refine((one) => one.kind !== 'number' || one.groups !== one.decimal, 'the sign of groups is not that of fractions')
  .refine(
    (one) => one.kind !== 'number' || one.stray === undefined || (one.stray !== one.decimal && one.groups === undefined),
    'a stray sign is another than the column has, and none of groups',
  );

/**
 * Writes cells that are written otherwise than the rest of their column as the rest is: numbers with a sign before or behind them, with
 * groups, another decimal sign or as percents (`number`), codes with other signs in them or without their first zeros (`code`), and dates of
 * another form (`date`). Of some programs the first one that changes a cell does. A cell that no program reads whole stays as it is.
 */
export const reformatCells = z
  .object({
    step: z.literal('reformatCells'),
    columns: chosenColumnsSchema,
    programs: z.array(formatProgramSchema).min(1).max(20),
  })
  .strict();

export type FormatProgram = z.output<typeof formatProgramSchema>;
export type DateForm = z.output<typeof form>;
