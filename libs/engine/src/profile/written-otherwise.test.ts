import type { ColumnProfile } from '@millrace/contracts';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ingest } from '../ingest/ingest';
import { profile } from './profile';
import { writtenOtherwise } from './written-otherwise';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'written-'));
});
afterEach(() => rm(folder, { recursive: true }));

const profileOf = async (values: readonly string[]) => {
  const [sourcePath, outputPath] = [join(folder, 'in'), join(folder, 'out')];
  await writeFile(sourcePath, ['v;n', ...values.map((value, at) => `${value};${at}`), ''].join('\n'));
  const read = await ingest({ sourcePath, options: { delimiter: ';', header: true }, outputPath, asidePath: join(folder, 'aside') });
  return profile({ workingCopyPath: outputPath, ingest: read });
};

it.each([
  ['decimal commas', ['1,5', '12,75', '1.234,50', '7', '-3,25'], 'numbers with a decimal comma', '"decimal": ","'],
  ['separators of thousands', ['1,234.50', '12,345', '999', '1,234,567'], 'numbers with separators of thousands', '"decimal": "."'],
  ['currency before', ['$1,234.50', '$2.00', '$15.25'], 'amounts with a currency', '"decimal": "."'],
  ['currency after', ['1.234,50 €', '2,00 €', '15,25 €'], 'amounts with a currency', '"decimal": ","'],
  ['a code of a currency', ['USD 5.25', 'USD 7.10', 'EUR 1.10'], 'amounts with a currency', 'parseNumbers'],
  ['percent', ['5 %', '12.5 %', '99 %'], 'percentages', '"percent": "share"'],
  ['names of months', ['1 Jan 2024', '12 Feb 2024', '3 Mar 2023'], 'dates with the name of a month', 'parseDates'],
  ['years of two digits', ['1/13/24', '2/14/24', '12/1/23'], 'dates with a year of two digits', '"shortYears"'],
])('tells %s, and keeps the cells as they are', async (_, values, what, advice) => {
  const { columns, findings } = await profileOf(values);
  expect(['text', 'category']).toContain(columns[0]?.kind);
  const found = findings.find(({ rule }) => rule === 'writtenOtherwise');
  expect(found).toMatchObject({
    column: 'v',
    message: expect.stringContaining(what) as string,
    advice: expect.stringContaining(advice) as string,
  });
});

it.each([
  ['words', ['a', 'b', 'c d']],
  ['codes', ['AB-12', 'CD-13', 'EF-14']],
  ['versions', ['1.2.3', '1.2.4', '2.0.1']],
  ['plain numbers', ['1.5', '2.25', '3']],
  ['weights', ['5 KGS', '7 KGS', '12 KGS']],
  ['words with numbers', ['12 Abc 2024', '13 Xyz 2024', '14 Foo 2024']],
])('says nothing of %s', async (_, values) => {
  const { findings } = await profileOf(values);
  expect(findings.filter(({ rule }) => rule === 'writtenOtherwise')).toEqual([]);
});

it('says nothing where less than the share of the masks has the form', () => {
  const column = { kind: 'text', top: [{ value: '1,5', count: 8 }], masks: [{ value: '9,9', count: 8 }, { value: 'aa', count: 2 }] }; // prettier-ignore
  expect(writtenOtherwise(column as unknown as ColumnProfile, 0.9)).toBeNull();
  expect(writtenOtherwise(column as unknown as ColumnProfile, 0.8)).toMatchObject({ cells: 8, example: '1,5' });
});
