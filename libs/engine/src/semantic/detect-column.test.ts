import { semanticTypeIds } from '@millrace/contracts';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import pl from 'nodejs-polars';
import { ingest } from '../ingest/ingest';
import { detectSemanticColumn } from './detect-column';
import { semanticTypes } from './registry';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'semantic-'));
});
afterEach(() => rm(folder, { recursive: true }));

const written = async (csv: string) => {
  await writeFile(join(folder, 'in'), csv);
  const outputPath = join(folder, 'out.parquet');
  await ingest({ sourcePath: join(folder, 'in'), options: {}, outputPath, asidePath: join(folder, 'aside') });
  return outputPath;
};

it('counts the form over the whole column, however large, and leaves absent cells out', async () => {
  const rows = 40_000;
  const cells = Array.from({ length: rows }, (_, at) =>
    at % 10 === 0 ? 'N/A' : at % 10 === 1 && at > 20_000 ? 'none yet' : ` user${at}@example.org`,
  );
  const path = await written(`contact,n\n${cells.map((cell) => `${cell},1\n`).join('')}`);
  const [found] = detectSemanticColumn(path, { position: 0, name: 'contact', presentCount: 36_000 });
  expect(found).toMatchObject({ type: 'email', confirmed: true, examplesFailing: ['none yet'] });
  expect(found?.share).toBeCloseTo(34_001 / 36_000, 2);
});

it('gives the exact share of a type that its grammar alone decides', async () => {
  const cells = Array.from({ length: 20_000 }, (_, at) => (at === 7 ? 'unknown' : `10.${at % 256}.0.${at % 199}`));
  const path = await written(`host,n\n${cells.map((cell) => `${cell},1\n`).join('')}`);
  expect(detectSemanticColumn(path, { position: 0, name: 'host', presentCount: 20_000 })).toMatchObject([
    { type: 'ipv4', share: 19_999 / 20_000, sampled: false },
  ]);
});

it('has grammars that mean the same to Polars and to JavaScript', () => {
  const grammars = semanticTypeIds.flatMap((id) => {
    const { grammar, namedGrammar } = semanticTypes[id];
    return [grammar, namedGrammar].filter((form) => form !== undefined);
  });
  // The two know letters of different versions of Unicode; those that both know stand for the rest.
  const known = (text: string) => text.replace(/[^\0-\u024f]/gu, 'é');
  const near = fc.oneof(
    ...grammars.map((grammar) => fc.stringMatching(new RegExp(grammar, 'u'), { maxLength: 40 })),
    fc.string({ unit: 'grapheme', maxLength: 12 }),
  );
  fc.assert(
    fc.property(fc.array(near, { minLength: 20, maxLength: 40 }), fc.nat(39), (texts, cut) => {
      const values = texts.map(known).flatMap((text) => [text, text.slice(0, cut), text.slice(1)]);
      const fits = pl
        .DataFrame({ value: values })
        .lazy()
        .select(...grammars.map((grammar, at) => pl.col('value').str.contains(grammar).alias(`g${at}`)))
        .collectSync()
        .toRecords();
      const wanted = values.map((value) =>
        Object.fromEntries(grammars.map((grammar, at) => [`g${at}`, new RegExp(grammar, 'u').test(value)])),
      );
      expect(fits).toEqual(wanted);
    }),
    { numRuns: 20, endOnFailure: true },
  );
});
