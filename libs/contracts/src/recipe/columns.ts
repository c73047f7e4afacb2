import * as z from 'zod';
import { kindSchema } from '../profile/profile';
import { linearSearch } from '../rules/linear-pattern';
import { linearPatternSchema } from '../rules/linear-pattern-schema';
import { semanticTypeSchema } from '../semantic/semantic-detection';

const namesSchema = z.array(z.string()).min(1).max(100_000);

/**
 * Which columns a step takes, by what they are: those in `names`, and those that meet all of `matching`, `kinds` and `semanticTypes` that are
 * told, but none in `except`. With `except` alone it takes all others.
 */
export const columnSelectorSchema = z
  .object({
    /** Of columns that must be there. */
    names: namesSchema,
    /** A pattern that is found somewhere in the name (ECMAScript, Unicode; matched in linear time). */
    matching: linearPatternSchema,
    /** As a profile finds them. */
    kinds: z.array(kindSchema).min(1).max(20),
    /** Those that a profile confirms of the column. */
    semanticTypes: z.array(semanticTypeSchema).min(1).max(50),
    /** Names of columns that are not taken. */
    except: namesSchema,
  })
  .partial()
  .strict()
  .refine((selector) => Object.keys(selector).length > 0, 'say names, matching, kinds, semanticTypes or except');
export type ColumnSelector = z.output<typeof columnSelectorSchema>;

const choice = 'name columns in a list, one at least, or select them: {"names", "matching", "kinds", "semanticTypes", "except"}';

/** What is wrong with a selector, where it is one. */
const problemOf = (input: unknown): string | undefined => {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return undefined;
  const issues = columnSelectorSchema.safeParse(input).error?.issues ?? [];
  return issues.map(({ path, message }) => (path.length === 0 ? message : `${path.join('.')}: ${message}`)).join('; ') || undefined;
};

/** Columns by their names, or by what they are. */
export const chosenColumnsSchema = z.union([namesSchema, columnSelectorSchema], {
  error: ({ input }) => {
    const problem = problemOf(input);
    return problem === undefined ? choice : `${choice}; ${problem}`;
  },
});
/** The columns that a step touches; left out, every column to which the step applies. */
export const columnsSchema = chosenColumnsSchema.optional();

export type ChosenColumns = z.output<typeof chosenColumnsSchema>;

/** The selector of a step that has one. */
export const selectorOf = (step: object): ColumnSelector | undefined => {
  const columns = 'columns' in step ? (step.columns as ChosenColumns | undefined) : undefined;
  return columns === undefined || Array.isArray(columns) ? undefined : columns;
};

/** Whether only the cells of a table tell which columns a selector takes. */
export const selectsByCells = ({ kinds, semanticTypes }: ColumnSelector): boolean => kinds !== undefined || semanticTypes !== undefined;

/** Whether a selector takes more than it names. */
export const selectsMore = ({ names, ...criteria }: ColumnSelector): boolean =>
  names === undefined || criteria.matching !== undefined || selectsByCells(criteria);

const searches = new Map<string, (text: string) => boolean>();
const found = (pattern: string, name: string): boolean => {
  const search = searches.get(pattern) ?? linearSearch(pattern);
  if (searches.size > 1000) searches.clear();
  searches.set(pattern, search);
  return search(name);
};

/** Whether a selector may take a column of that name, whatever is in it. */
export const mayTake = (selector: ColumnSelector, name: string): boolean => {
  if (selector.except?.includes(name)) return false;
  if (selector.names?.includes(name)) return true;
  return selectsMore(selector) && (selector.matching === undefined || found(selector.matching, name));
};
