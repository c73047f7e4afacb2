import * as z from 'zod';
import { contractRuleSchema, type Contract, type ContractRule } from '../contract';
import { fieldsOf, plain, type FieldRules } from './fields';
import { listedValues } from './listed-values';

const types = { integer: 'integer', decimal: 'number', boolean: 'boolean', date: 'date', timestamp: 'datetime' } as const;
type TypeName = keyof typeof types;

const field = ({ name, notNull, unique, type, inSet, range, pattern }: FieldRules) => {
  const constraints = {
    ...(notNull ? { required: true } : {}),
    ...(unique ? { unique: true } : {}),
    ...(inSet ? { enum: inSet.values } : {}),
    ...(range?.min === undefined ? {} : { minimum: range.min }),
    ...(range?.max === undefined ? {} : { maximum: range.max }),
    ...(pattern ? { pattern: pattern.pattern } : {}),
  };
  return { name, type: type ? types[type.type] : 'any', ...(Object.keys(constraints).length === 0 ? {} : { constraints }) };
};

/** A Frictionless Table Schema; the first key is its primary key, and what it has no words for goes along as `x-millrace-rules`. */
export const toTableSchema = ({ rules }: Contract): Record<string, unknown> => {
  const sorted = fieldsOf(rules, () => true);
  const key = sorted.rest.find(({ rule, severity, mostly }) => rule.kind === 'key' && severity === 'fail' && mostly === 1);
  const references = sorted.rest.filter(({ rule, severity, mostly }) => rule.kind === 'references' && severity === 'fail' && mostly === 1);
  const rest = sorted.rest.filter((one) => one !== key && !references.includes(one));
  const named = new Set(sorted.fields.map(({ name }) => name));
  // Keys are of fields that the schema names.
  const inKeys = [...(key ? [key] : []), ...references].flatMap(({ rule }) =>
    rule.kind === 'key' ? rule.columns : rule.kind === 'references' ? [rule.column, rule.to] : [],
  );
  const others = [...new Set(inKeys)].filter((name) => !named.has(name));
  // An empty name of a resource is the table itself.
  const foreignKeys = references.flatMap(({ rule }) =>
    rule.kind === 'references' ? [{ fields: rule.column, reference: { resource: '', fields: rule.to } }] : [],
  );
  return {
    fields: [...sorted.fields.map(field), ...others.map((name) => ({ name, type: 'any' }))],
    ...(key?.rule.kind === 'key' ? { primaryKey: key.rule.columns } : {}),
    ...(foreignKeys.length === 0 ? {} : { foreignKeys }),
    ...(rest.length === 0 ? {} : { 'x-millrace-rules': rest }),
  };
};

const bound = z.union([z.number(), z.string()]);
const names = z.union([z.string(), z.array(z.string())]);
const documentSchema = z.looseObject({
  fields: z.array(
    z.looseObject({
      name: z.string(),
      type: z.string().optional(),
      constraints: z
        .looseObject({
          required: z.boolean().optional(),
          unique: z.boolean().optional(),
          enum: listedValues.optional(),
          minimum: bound.optional(),
          maximum: bound.optional(),
          exclusiveMinimum: bound.optional(),
          exclusiveMaximum: bound.optional(),
          pattern: z.string().optional(),
        })
        .default({}),
    }),
  ),
  primaryKey: names.optional(),
  foreignKeys: z
    .array(z.looseObject({ fields: names, reference: z.looseObject({ resource: z.string().default(''), fields: names }) }))
    .default([]),
  'x-millrace-rules': z.array(contractRuleSchema).default([]),
});

/** A bound may be written as its field is: of a field of numbers as text. */
const boundOf = (type: string | undefined, value: number | string | undefined): number | string | undefined =>
  (type === 'integer' || type === 'number') && typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value))
    ? Number(value)
    : value;

/** A Frictionless Table Schema as rules; what has no rule here is left out. */
export const fromTableSchema = (document: unknown): Contract => {
  const { fields, primaryKey, foreignKeys, 'x-millrace-rules': rest } = documentSchema.parse(document);
  const rules = fields.flatMap(({ name: column, type: named, constraints }): ContractRule[] => {
    const type = (Object.keys(types) as TypeName[]).find((one) => types[one] === named);
    const { required, unique, enum: values, pattern, ...bounds } = constraints;
    const min = boundOf(named, bounds.minimum ?? bounds.exclusiveMinimum);
    const max = boundOf(named, bounds.maximum ?? bounds.exclusiveMaximum);
    return [
      ...(required === true ? [plain({ kind: 'notNull', column })] : []),
      ...(unique === true ? [plain({ kind: 'unique', column })] : []),
      ...(type ? [plain({ kind: 'type', column, type })] : []),
      ...(values ? [plain({ kind: 'inSet', column, values })] : []),
      ...(min === undefined && max === undefined
        ? []
        : [plain({ kind: 'range', column, ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) })]),
      ...(pattern === undefined ? [] : [plain({ kind: 'pattern', column, pattern })]),
    ];
  });
  const key = primaryKey === undefined ? [] : [plain({ kind: 'key', columns: [primaryKey].flat() })];
  const references = foreignKeys.flatMap(({ fields: own, reference }) => {
    const [[column, ...others], [to]] = [[own].flat(), [reference.fields].flat()];
    const isWithin = reference.resource === '' && others.length === 0 && column !== undefined && to !== undefined;
    return isWithin ? [plain({ kind: 'references', column, to })] : [];
  });
  return { rules: [...rules, ...key, ...references, ...rest] };
};
