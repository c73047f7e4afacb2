import {
  columnsOfRule,
  type ColumnProfile,
  type Contract,
  type ContractResult,
  type ContractRule,
  type ContractState,
  type Finding,
  type Ingest,
  type QualityDimension,
  type Rule,
} from '@millrace/contracts';
import type { TextReader } from '../columnar/text-reader';
import type { Check } from '../quality/score-quality';
import { valueWords } from '../profile/values/classify-value';
import { checkCells, type CheckedTable, type Counted, type Placed } from './check-cells';
import { checkReferences } from './check-references';
import { checkRows } from './check-rows';
import { FailingRows } from './failing-rows';
import { isCellRule } from './keeps-rule';

export interface CheckContractRequest {
  readonly reader: TextReader;
  readonly ingest: Ingest;
  readonly columns: readonly ColumnProfile[];
  readonly contract: Contract;
  /** Where the rows that break a rule go, as JSON lines, all of them; no file is made where there are none. */
  readonly failingRowsPath: string;
  /** Another way to compare rows with each other, where they do not fit memory. */
  readonly compareRows?: typeof checkRows | undefined;
  /** Another way to look up one column's values in another, likewise. */
  readonly lookUp?: typeof checkReferences | undefined;
  /** Milliseconds since 1970 UTC: `fresh` counts back from it. */
  readonly now: number;
}

const dayMs = 86_400_000;
const dimensions: Readonly<Record<Rule['kind'], QualityDimension | null>> = {
  notNull: null,
  unique: 'uniqueness',
  key: 'uniqueness',
  type: 'validity',
  inSet: 'validity',
  range: 'validity',
  pattern: 'validity',
  dependency: 'consistency',
  references: 'consistency',
  fresh: 'timeliness',
};

const ageOf = ({ metrics: { max } }: ColumnProfile, now: number): number | null => (max === undefined ? null : (now - max) / dayMs);
const isTime = ({ evidence: { candidate } }: ColumnProfile): boolean => candidate === 'date' || candidate === 'timestamp';

/** Nothing newer than the limit is one violation; a column without any date breaks the rule too. */
const checkFresh = (column: ColumnProfile, { maxAgeDays }: Extract<Rule, { kind: 'fresh' }>, now: number): Counted => {
  const age = isTime(column) ? ageOf(column, now) : null;
  return { support: 1, violations: age !== null && age <= maxAgeDays ? 0 : 1 };
};

const judged = (one: ContractRule, { support, violations }: Counted, missing: string | null): ContractResult['rules'][number] => {
  const kept = support === 0 ? null : (support - violations) / support;
  const isBroken = missing !== null || (kept !== null && kept < one.mostly);
  const state: ContractState = !isBroken ? 'passed' : one.severity === 'fail' ? 'failed' : 'warned';
  return { ...one, state, support, violations, kept, missing };
};

const worst = (states: readonly ContractState[]): ContractState =>
  states.includes('failed') ? 'failed' : states.includes('warned') ? 'warned' : 'passed';

/** Checks every rule of a contract over all rows. Columns that a rule speaks of are read again, one rule of rows at a time. */
export const checkContract = async (request: CheckContractRequest): Promise<ContractResult> => {
  const { reader, ingest, columns, contract, failingRowsPath, compareRows = checkRows, lookUp = checkReferences, now } = request;
  const table: CheckedTable = { reader, words: valueWords(ingest.nullTokens) };
  const byName = new Map(columns.map((column) => [column.name, column]));
  const failing = new FailingRows(failingRowsPath);
  const counted = new Map<number, Counted>();
  const none: Counted = { support: 0, violations: 0 };
  const missing = contract.rules.map(({ rule }) => columnsOfRule(rule).find((name) => !byName.has(name)) ?? null);
  const placed = contract.rules.map(({ rule }, at): Placed => ({ at, rule })).filter(({ at }) => missing[at] === null);
  try {
    for (const column of columns) {
      const own = placed.flatMap(({ at, rule }) =>
        (isCellRule(rule) || rule.kind === 'notNull') && rule.column === column.name ? [{ at, rule }] : [],
      );
      if (own.length === 0) continue;
      for (const [at, counts] of await checkCells(table, column, own, failing)) counted.set(at, counts);
    }
    for (const { at, rule } of placed) {
      const involved = columnsOfRule(rule).flatMap((name) => byName.get(name) ?? []);
      if (rule.kind === 'unique' || rule.kind === 'key' || rule.kind === 'dependency')
        counted.set(at, await compareRows(table, involved, { at, rule }, failing));
      else if (rule.kind === 'references' && involved[0] && involved[1])
        counted.set(at, await lookUp(table, [involved[0], involved[1]], { at, rule }, failing));
      else if (rule.kind === 'fresh' && involved[0]) counted.set(at, checkFresh(involved[0], rule, now));
    }
  } finally {
    failing.close();
  }
  const rules = contract.rules.map((one, at) => judged(one, counted.get(at) ?? none, missing[at] ?? null));
  return { state: worst(rules.map(({ state }) => state)), rules, failingRows: failing.count };
};

/** What the rules have found, as checks of quality. */
export const contractChecks = ({ rules }: ContractResult, columns: readonly ColumnProfile[], now: number): Check[] =>
  rules.flatMap(({ rule, support, violations, missing }) => {
    const dimension = dimensions[rule.kind];
    if (dimension === null || missing !== null || support === 0) return [];
    if (rule.kind === 'fresh') {
      const column = columns.find(({ name }) => name === rule.column);
      const age = column && isTime(column) ? ageOf(column, now) : null;
      return [
        {
          dimension,
          column: null,
          checked: 1,
          failed: age === null ? 1 : Math.max(0, 1 - rule.maxAgeDays / Math.max(rule.maxAgeDays, age)),
        },
      ];
    }
    const isOfColumn = 'column' in rule && (dimension === 'validity' || rule.kind === 'references');
    const column = rule.kind === 'dependency' ? rule.dependent : isOfColumn ? rule.column : null;
    return [{ dimension, column, checked: support, failed: violations }];
  });

/** A finding for each rule that is broken: an error where it fails the contract. */
export const contractFindings = ({ rules }: ContractResult): Finding[] =>
  rules
    .filter(({ state }) => state !== 'passed')
    .map(({ rule, state, mostly, support, violations, kept, missing }) => ({
      rule: 'contract',
      severity: state === 'failed' ? 'error' : 'warning',
      column: columnsOfRule(rule)[0] ?? null,
      measured: kept,
      threshold: mostly,
      count: violations,
      exampleRows: [],
      message:
        missing !== null
          ? `The contract's rule "${rule.kind}" names the column "${missing}", which is not there.`
          : `The contract's rule "${rule.kind}" on ${columnsOfRule(rule)
              .map((name) => `"${name}"`)
              .join(', ')} is broken by ${violations} of ${support}.`,
      advice: 'The file of failing rows has every one of them; correct the data, or change the contract.',
    }));
