import type { Profile } from '@millrace/contracts';
import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
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
      semantic: [],
    },
  ],
  metrics: { rows: 2, columns: 1, completeness: 1, duplicateRows: 0 },
  findings: [],
};

it('lets nothing of the data become markup', () => {
  const html = renderReport(profile, 'x" onload="y');
  expect(html).toContain('&lt;b&gt;a');
  expect(html.match(/<script/g)).toHaveLength(2);
  expect(html).not.toMatch(/<b>a|" onload="y/);
});

it('allows its own script alone', () => {
  const html = renderReport(profile, 't');
  const script = /<script>([^]*?)<\/script>/.exec(html)?.[1] ?? '';
  expect(html).toContain(`script-src 'sha256-${createHash('sha256').update(script).digest('base64')}'`);
});

it('asks for nothing from the network', () => {
  expect(renderReport(profile, 't')).not.toMatch(/src=|href=|url\(|@import/);
});

it('packs the details of a column so that they come out again', () => {
  const data = /<script type="application\/json" id="data">([^]*?)<\/script>/.exec(renderReport(profile, 't'))?.[1] ?? '';
  const { packed } = JSON.parse(data) as { packed: string[] };
  expect(JSON.parse(gunzipSync(Buffer.from(packed[0] ?? '', 'base64')).toString())).toEqual(profile.columns[0]);
});

it('shows keys and what is absent together, with names as text', () => {
  const html = renderReport(
    {
      ...profile,
      relations: {
        mode: 'sample',
        missingness: {
          patterns: [
            { absent: [], rows: 1 },
            { absent: [0], rows: 1 },
          ],
          distinctPatterns: 2,
          otherRows: 0,
          completeness: [
            { from: 0, to: 0, rows: 1 },
            { from: 1, to: 1, rows: 1 },
          ],
          correlation: null,
        },
        keys: {
          candidates: [{ columns: [0] }],
          near: [],
          unchecked: [],
          search: { columns: 0, pairs: 0, triples: 0, refutedBySample: 0, readAgain: 0, cellsRead: 0, cellsBudget: 0, limit: 'none' },
        },
        correlations: {
          columns: [
            { position: 0, role: 'number' },
            { position: 0, role: 'number' },
          ],
          leftOut: 0,
          rows: 2,
          isSampled: false,
          mixed: [
            [1, -0.5],
            [-0.5, 1],
          ],
          spearman: [
            [1, -0.5],
            [-0.5, 1],
          ],
          strongest: [{ columns: [0, 0], measure: 'pearson', value: -0.5, rows: 2, standardError: null }],
        },
        dependencies: {
          rows: 2,
          isSampled: false,
          found: [{ determinants: [0], dependent: 0, support: 2, violations: 1, strength: 0.91, exampleRows: [1] }],
        },
      },
    },
    't',
  );
  expect(html).toContain('<li><code>&lt;b&gt;a</code></li>');
  expect(html).toContain('<td><code>&lt;b&gt;a</code> decide <code>&lt;b&gt;a</code></td>');
  expect(html).toContain('<td>Pearson</td><td class="figure">-0.5</td>');
  expect(html).toContain('<td>none: complete rows</td><td class="figure">1</td><td class="figure">50%</td>');
});
