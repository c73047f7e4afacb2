import * as z from 'zod';
import { contractRuleSchema, type Contract, type ContractRule } from '../contract';
import type { Rule } from '../rule';
import { fieldsOf, plain, type FieldRules } from './fields';
import { listedValues } from './listed-values';
import { anchored, whole } from './pattern-anchors';

const types = {
  integer: { type: 'integer' },
  decimal: { type: 'number' },
  boolean: { type: 'boolean' },
  date: { type: 'string', format: 'date' },
  timestamp: { type: 'string', format: 'date-time' },
} as const;
type TypeName = keyof typeof types;

/** Readers of JSON lose a property of the name `__proto__`. */
const isWritable = (rule: Rule): boolean => !('column' in rule) || rule.column !== '__proto__';
const can = (rule: Rule): boolean =>
  isWritable(rule) && rule.kind !== 'unique' && (rule.kind !== 'range' || (typeof rule.min !== 'string' && typeof rule.max !== 'string'));

const property = ({ type, inSet, range, pattern }: FieldRules) => ({
  ...(type ? types[type.type] : {}),
  ...(inSet ? { enum: inSet.values } : {}),
  ...(range?.min === undefined ? {} : { minimum: range.min }),
  ...(range?.max === undefined ? {} : { maximum: range.max }),
  ...(pattern ? { pattern: anchored(pattern.pattern) } : {}),
});

/** A JSON Schema (2020-12) of the table as an array of objects; what it has no words for goes along as `x-millrace-rules`. */
export const toJsonSchema = ({ rules }: Contract): Record<string, unknown> => {
  const { fields, rest } = fieldsOf(rules, can);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    type: 'array',
    items: {
      type: 'object',
      properties: Object.fromEntries(fields.map((field) => [field.name, property(field)])),
      required: fields.filter(({ notNull }) => notNull).map(({ name }) => name),
    },
    ...(rest.length === 0 ? {} : { 'x-millrace-rules': rest }),
  };
};

const propertySchema = z.looseObject({
  type: z.unknown().optional(),
  format: z.string().optional(),
  enum: listedValues.optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  // Draft 4 says with a boolean that `minimum` itself does not do.
  exclusiveMinimum: z.union([z.number(), z.boolean()]).optional(),
  exclusiveMaximum: z.union([z.number(), z.boolean()]).optional(),
  pattern: z.string().optional(),
});
const rowSchema = z.looseObject({
  properties: z.record(z.string(), propertySchema).default({}),
  required: z.array(z.string()).default([]),
});
const documentSchema = z.looseObject({ items: rowSchema.optional(), 'x-millrace-rules': z.array(contractRuleSchema).default([]) });

const typeOf = ({ type, format }: z.infer<typeof propertySchema>): TypeName | undefined =>
  (Object.keys(types) as TypeName[]).find((name) => {
    const own: { readonly type: string; readonly format?: string } = types[name];
    // `["integer", "null"]` is an integer that may be absent.
    const [one, ...others] = [type].flat().filter((named) => named !== 'null');
    return others.length === 0 && own.type === one && own.format === (own.type === 'string' ? format : undefined);
  });

/** The first that is a bound. */
const boundOf = (...bounds: readonly (number | boolean | undefined)[]): number | undefined =>
  bounds.find((bound) => typeof bound === 'number');

/** A JSON Schema of rows, or of an array of them, as rules; what has no rule here is left out. */
export const fromJsonSchema = (document: unknown): Contract => {
  const parsed = documentSchema.parse(document);
  const { properties, required } = parsed.items ?? rowSchema.parse(document);
  const rules = Object.entries(properties).flatMap(([column, one]): ContractRule[] => {
    const type = typeOf(one);
    const [min, max] = [boundOf(one.minimum, one.exclusiveMinimum), boundOf(one.maximum, one.exclusiveMaximum)];
    return [
      ...(type ? [plain({ kind: 'type', column, type })] : []),
      ...(one.enum ? [plain({ kind: 'inSet', column, values: one.enum })] : []),
      ...(min === undefined && max === undefined
        ? []
        : [plain({ kind: 'range', column, ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) })]),
      ...(one.pattern === undefined ? [] : [plain({ kind: 'pattern', column, pattern: whole(one.pattern) })]),
    ];
  });
  const present = required.map((column) => plain({ kind: 'notNull', column }));
  return { rules: [...present, ...rules, ...parsed['x-millrace-rules']] };
};
