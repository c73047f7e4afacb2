import * as z from 'zod';
import type { Contract } from '../contract';
import { fromDbt, toDbt } from './dbt';
import { fromExpectations, toExpectations } from './great-expectations';
import { fromJsonSchema, toJsonSchema } from './json-schema';
import { fromTableSchema, toTableSchema } from './table-schema';

interface ExchangeFormat {
  /** The document as JSON can write it. @param name of the dataset, where the format names what it describes */
  readonly to: (contract: Contract, name: string) => Record<string, unknown>;
  /** @throws ZodError where the document is none of this format, or says a rule that cannot be */
  readonly from: (document: unknown) => Contract;
}

/** Formats in which contracts come and go. What one has no words for is carried along in a part of its own, so that nothing is lost. */
export const exchangeFormats: Readonly<Record<ExchangeFormatName, ExchangeFormat>> = {
  'json-schema': { to: toJsonSchema, from: fromJsonSchema },
  'table-schema': { to: toTableSchema, from: fromTableSchema },
  dbt: { to: toDbt, from: fromDbt },
  'great-expectations': { to: toExpectations, from: fromExpectations },
};

const names = ['json-schema', 'table-schema', 'dbt', 'great-expectations'] as const;
export type ExchangeFormatName = (typeof names)[number];
export const exchangeFormatSchema = z.enum(names);
