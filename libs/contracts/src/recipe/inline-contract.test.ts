import { Fault } from '../faults/fault';
import { contractSchema } from '../rules/contract';
import { goesByContract, inlineContract } from './inline-contract';

const rule = { kind: 'notNull', column: 'a' } as const;
const other = { kind: 'unique', column: 'b' } as const;
const fresh = { kind: 'fresh', column: 'c', maxAgeDays: 1 } as const;
const contractOf = (...rules: object[]) => contractSchema.parse({ rules });
const byContract = { step: 'quarantineRows', contract: true };

it('puts the rules that fail a contract in its place, behind those of the step', () => {
  const contract = contractOf({ rule }, { rule: fresh, severity: 'warn' }, { rule: other, mostly: 0.5 });
  const steps = [{ step: 'trimWhitespace' }, byContract, { ...byContract, rules: [other] }];
  expect(inlineContract({ name: 'x', steps }, contract)).toEqual({
    name: 'x',
    steps: [steps[0], { step: 'quarantineRows', rules: [rule, other] }, { step: 'quarantineRows', rules: [other, rule, other] }],
  });
});

it.each(['suggested', undefined, { steps: [{ step: 'quarantineRows', rules: [rule] }] }, { steps: 7 }])('leaves %j as it is', (recipe) => {
  expect([goesByContract(recipe), inlineContract(recipe, null)]).toEqual([false, recipe]);
});

it.each([
  ['where there is none', null, 'it has none'],
  ['whose rules only warn', contractOf({ rule, severity: 'warn' }), 'severity "fail"'],
  ['with a rule about the table', contractOf({ rule }, { rule: fresh }), '"fresh"'],
])('refuses a contract %s', (_, contract, message) => {
  try {
    inlineContract({ steps: [byContract] }, contract);
    throw new Error('not refused');
  } catch (error) {
    expect(error instanceof Fault && [error.code, error.message, error.place]).toEqual(['invalid-recipe', expect.stringContaining(message), { step: 0, field: 'contract' }]); // prettier-ignore
  }
});
