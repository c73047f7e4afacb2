import * as z from 'zod';
import { ruleSchema } from './rule';

const count = z.number().int().nonnegative();

/** A rule that was accepted. Broken, it warns, or fails the contract, unless at least the share `mostly` keeps it. */
export const contractRuleSchema = z
  .object({ rule: ruleSchema, severity: z.enum(['warn', 'fail']).default('fail'), mostly: z.number().min(0).max(1).default(1) })
  .strict();
export type ContractRule = z.infer<typeof contractRuleSchema>;

/** What every next version of a dataset is checked against. */
export const contractSchema = z.object({ rules: z.array(contractRuleSchema).max(1000) }).strict();
export type Contract = z.infer<typeof contractSchema>;

/** The contract of a dataset as it is stored: 1 for the first, then counting up. */
export const storedContractSchema = contractSchema.extend({ number: z.number().int().positive(), createdAt: z.iso.datetime() });
export type StoredContract = z.infer<typeof storedContractSchema>;

export const contractStates = ['passed', 'warned', 'failed'] as const;
export const contractStateSchema = z.enum(contractStates);
export type ContractState = z.infer<typeof contractStateSchema>;

/** How a version has kept its contract. */
export const contractResultSchema = z.object({
  /** The worst of its rules'. */
  state: contractStateSchema,
  rules: z.array(
    contractRuleSchema.extend({
      state: contractStateSchema,
      /** Cells or rows that were checked, and those that break the rule. */
      support: count,
      violations: count,
      /** The share that keeps it; null where nothing was checked. */
      kept: z.number().min(0).max(1).nullable(),
      /** A column that the rule names and the table does not have: the rule is broken. */
      missing: z.string().nullable(),
    }),
  ),
  /** Lines of the file of failing rows: one for each row and rule, none left out. */
  failingRows: count,
});
export type ContractResult = z.infer<typeof contractResultSchema>;

/** A line of the file of failing rows. */
export const failingRowSchema = z.object({
  row: count,
  /** The rule, by its place in the contract. */
  rule: count,
  kind: z.string(),
  columns: z.array(z.string()),
  values: z.array(z.string().nullable()),
});
export type FailingRow = z.infer<typeof failingRowSchema>;
