import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clearResults } from './clear-results.mjs';

let place: string;
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'millrace-demo-'));
  for (const name of ['report.html', 'cleansed.ndjson']) writeFileSync(join(place, name), 'old');
  for (const name of ['logs', 'run-1', 'kept']) mkdirSync(join(place, name));
});
afterEach(() => rmSync(place, { recursive: true }));

it('removes the files and logs of earlier demos, and nothing else', () => {
  clearResults(place, join(place, 'run-1'));
  expect(readdirSync(place).sort()).toEqual(['kept', 'run-1']);
});

it('leaves everything while another demo runs', () => {
  clearResults(place, join(place, 'run-2'));
  expect(readdirSync(place)).toHaveLength(5);
});
