import { explanationSchema } from '@millrace/contracts';
import fc from 'fast-check';
import type { DatasetSubject } from './agents/dataset-subject';
import { datasetSummary } from './agents/dataset-summary';
import { explainDataset } from './explain-dataset';
import { AgentRunner } from './run-agent';
import { refusals } from './verify-answer';

const subject: DatasetSubject = {
  name: 'orders 2024.csv',
  rows: 1200,
  columns: [{ name: 'address_2', kind: 'text', metrics: { nullCount: 300, nullShare: 0.25 }, masks: ['99 Aaaa'] }],
  findings: [
    {
      rule: 'highNullShare',
      severity: 'info',
      column: 'address_2',
      message: '25% of the cells are absent',
      measured: 0.25,
      threshold: 0.2,
      count: 300,
      exampleRows: [1],
      advice: 'Impute 1 value.',
    },
    {
      rule: 'raggedRows',
      severity: 'error',
      column: null,
      message: '3 rows are ragged',
      measured: 3,
      threshold: 0,
      count: 3,
      exampleRows: [],
      advice: 'Mend them.',
    },
  ],
};

describe('explainDataset', () => {
  it('answers by rule without a model, gravest first, with its numbers filled in', async () => {
    const { explanation, usage } = await explainDataset(new AgentRunner(null), subject);
    expect(explanationSchema.parse(explanation)).toMatchObject({
      source: 'rules',
      fallbackReason: 'no-key',
      headline: '`orders 2024.csv` has 1,200 rows in 1 column.',
      points: [
        { severity: 'error', text: '3 rows are ragged', advice: 'Mend them.' },
        { severity: 'info', text: 'address_2: 25% of the cells are absent', advice: 'Impute 1 value.' },
      ],
    });
    expect(usage).toEqual([]);
  });

  it('has a fallback that passes its own verification, whatever the dataset', () => {
    const finding = fc.record({
      rule: fc.string(),
      severity: fc.constantFrom('info' as const, 'warning' as const, 'error' as const),
      column: fc.option(fc.string()),
      message: fc.string(),
      measured: fc.constant(null),
      threshold: fc.constant(null),
      count: fc.nat(),
      exampleRows: fc.constant<number[]>([]),
      advice: fc.string(),
    });
    const anySubject = fc.record({
      name: fc.string().filter((name) => !/[`{}]/.test(name)),
      rows: fc.nat(),
      columns: fc.constant(subject.columns),
      findings: fc.array(finding, { maxLength: 50 }),
    });
    fc.assert(
      fc.property(anySubject, (any) => {
        const view = datasetSummary.see(any);
        expect(refusals(datasetSummary.textsOf(datasetSummary.fallback(view, any)), view)).toEqual([]);
      }),
    );
  });
});
