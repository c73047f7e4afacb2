import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { ScratchIngest } from './testing/scratch-ingest';

const scratch = new ScratchIngest();
beforeEach(() => scratch.begin());
afterEach(() => scratch.end());
const faultOf = scratch.faultOf.bind(scratch);

it.each<[string, string | Buffer, unknown]>([
  ['nothing', '', { code: 'empty-file' }],
  ['blank lines', '\n\n', { code: 'empty-file' }],
  ['a header only', 'a,b\n', { code: 'no-rows' }],
  ['a quote in the header that is never closed', 'a,"b\n1,x\n', { code: 'broken-quotes', line: 1 }],
  ['bytes that are no text', Buffer.from(Array.from({ length: 4096 }, (_, at) => (at * 37) % 251)), { code: 'unsupported-format' }],
  ['a PDF', '%PDF-1.7\n', { code: 'unsupported-format' }],
  ['a cell of 50 MB', `a,b\n1,${'x'.repeat(50 * 1024 * 1024)}\n`, { code: 'cell-too-large', line: 2 }],
  ['a quoted cell of 50 MB', `a,b\n1,"${'x\n'.repeat(25 * 1024 * 1024)}"\n`, { code: 'unsupported-format' }],
  ['a cell of 100 MB', 'x'.repeat(100 * 1024 * 1024), { code: 'cell-too-large', line: 1 }],
  ['a line of 100 MB', `a,b\n${'x,'.repeat(50 * 1024 * 1024)}`, { code: 'too-many-columns', line: 2 }],
  ['too many columns', `${','.repeat(30_000)}\n`, { code: 'too-many-columns', line: 1 }],
  ['lines that are not JSON', '{"a":1}\n{"a":\n[]\n', { code: 'unreadable-json', line: 2 }],
  ['an array that is cut', '[{"a":1},{"a":2}', { code: 'unreadable-json', line: 1 }],
  ['something behind an array', '[{"a":1}]\n,', { code: 'unreadable-json', line: 2 }],
  ['an array that is nested too deep', `[{"a":${'['.repeat(100_000)}`, { code: 'too-deep', line: 1 }],
  ['an array of arrays', '[[1,2],\n[3,4]]', { code: 'unreadable-json', line: 1 }],
  ['an array of texts, one on a line', '[\n  "a",\n  "b"\n]', { code: 'unreadable-json', line: 2 }],
  ['arrays that are nested too deep', '['.repeat(100_000), { code: 'too-deep', line: 1 }],
  ['deep nesting', `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}\n`, { code: 'too-deep', line: 1 }],
  ['a gzip that is cut', gzipSync('a,b\n1,x\n'.repeat(1000)).subarray(0, 40), { code: 'unreadable-archive' }],
  ['a bomb', gzipSync(Buffer.alloc(200 * 1024 * 1024, 'a,b\n1,2\n')), { code: 'expansion-too-large' }],
])('refuses %s with its place', async (_, content, fault) => {
  expect(await faultOf(content)).toEqual(fault);
  expect(existsSync(join(scratch.folder, 'clean.csv'))).toBe(false);
});
