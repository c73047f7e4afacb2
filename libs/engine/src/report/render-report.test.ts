import type { Profile } from '@millrace/contracts';
import { renderReport } from './render-report';

const profile: Profile = {
  schema: 'millrace.profile/1',
  ingest: {
    schema: 'millrace.ingest/1',
    format: 'csv',
    compression: 'none',
    dialect: null,
    rows: 2,
    columns: [{ position: 0, name: '<b>a', jsonText: false }],
    raggedRows: 0,
    findings: [],
  },
  columns: [
    {
      position: 0,
      name: '<b>a',
      kind: 'integer',
      evidence: { candidate: 'integer', fits: 2, misfits: 0, misfitRows: [], dateOrder: null, isOrderGuessed: false },
      metrics: { count: 2, mean: 1.5, nullShare: 0 },
      top: [{ value: '<script>alert(1)</script>', count: 1 }],
      rarest: [],
      nullTokens: [],
      masks: [],
      histogram: { edges: [1, 2], counts: [2] },
      deciles: null,
      times: null,
    },
  ],
  metrics: { rows: 2, columns: 1, completeness: 1, duplicateRows: 0 },
  findings: [],
};

it('shows the numbers and lets nothing of the data become markup', () => {
  const html = renderReport(profile, 'x" onload="y');
  expect(html).toContain('<td>1.5</td>');
  expect(html).toContain('&lt;b&gt;a');
  expect(html).not.toMatch(/<script|<b>a|" onload="y/);
});

it('asks for nothing from the network', () => {
  expect(renderReport(profile, 't')).not.toMatch(/src=|href=|url\(|@import/);
});
