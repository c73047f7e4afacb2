import { ingest, profile, renderReport } from '@millrace/engine';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { startBrowser } from '../support/browser';

const width = 500;
let folder: string;
let browser: Browser;
let page: Page;
const requests: string[] = [];
const errors: string[] = [];

const cellOf = (row: number, column: number): string => {
  if (column === 0) return `${row}`;
  if (column === 1) return `2024-0${(row % 9) + 1}-1${row % 10}`;
  if (column === 2) return row % 4 === 0 ? '' : `<b>value ${row % 7}</b>`;
  return column % 2 === 0 ? `${((row * 7919 + column) % 1000) / 10}` : `text ${(row + column) % 50}`;
};

const opener = (name: string) => page.locator('#columns').getByRole('button', { name, exact: true });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'millrace-report-'));
  const header = Array.from({ length: width }, (_, column) => (column === 3 ? 'die Größe' : `column_${column}`));
  const rows = Array.from({ length: 300 }, (_, row) => header.map((_, column) => cellOf(row, column)).join(','));
  const [sourcePath, workingCopyPath] = [join(folder, 'in.csv'), join(folder, 'working.parquet')];
  await writeFile(sourcePath, [header.join(','), ...rows, ''].join('\n'));
  const read = await ingest({ sourcePath, options: {}, outputPath: workingCopyPath, asidePath: join(folder, 'aside') });
  await writeFile(join(folder, 'report.html'), renderReport(await profile({ workingCopyPath, ingest: read }), 'orders & more.csv'));
  browser = await startBrowser(process.env['TEST_CHROMIUM'] ?? '');
  page = await browser.newPage();
  page.on('request', (request) => requests.push(request.url()));
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  await page.goto(`file://${join(folder, 'report.html')}`);
  await page.waitForSelector('html[data-ready=yes]');
});
afterAll(async () => {
  await browser.close();
  await rm(folder, { recursive: true });
});

it('stays below a megabyte for 500 columns', async () => {
  expect((await stat(join(folder, 'report.html'))).size).toBeLessThan(1024 * 1024);
});

it('shows every column, and the details of one that is opened', async () => {
  expect(await page.title()).toBe('orders & more.csv – profile');
  expect(await page.locator('#columns tbody tr').count()).toBe(width);
  await opener('column_0').click();
  const detail = page.locator('.detail');
  await detail.waitFor();
  expect(await detail.innerText()).toContain('300 values are integer');
  expect(await detail.getByRole('row', { name: 'Mean 149.5' }).count()).toBe(1);
  expect(await detail.locator('svg.bars rect').count()).toBe(20);
  await opener('column_0').click();
  await detail.waitFor({ state: 'detached' });
});

it('shows what the data say as text, never as markup', async () => {
  await opener('column_2').click();
  await page.locator('.detail').waitFor();
  expect(await page.locator('.detail code').first().innerText()).toContain('<b>value');
  await opener('column_2').click();
});

it('is searched and opened by the keyboard alone', async () => {
  await page.locator('#search').focus();
  await page.keyboard.type('größe');
  expect(await page.locator('#found').innerText()).toBe('1 of 500 columns');
  await opener('die Größe').focus();
  await page.keyboard.press('Enter');
  await page.locator('.detail').waitFor();
  await page.locator('#search').fill('');
  await page.locator('.detail').waitFor({ state: 'detached' });
});

it('sorts, and leads from a finding to its column', async () => {
  await page.locator('#sort').selectOption('absent');
  expect(await page.locator('#columns tbody tr').first().getAttribute('data-at')).toBe('2');
  await page.locator('#sort').selectOption('at');
  await page.locator('button[data-column="2"]').first().click();
  await page.locator('.detail').waitFor();
});

/** Headings that take more than one line. */
const wrapped = () =>
  page.locator('thead th:visible').evaluateAll((headings) =>
    headings.flatMap((heading) => {
      const range = heading.ownerDocument.createRange();
      range.selectNodeContents(heading);
      const lines = new Set([...range.getClientRects()].map(({ top }) => Math.round(top)));
      return lines.size > 1 ? [heading.textContent] : [];
    }),
  );

it.each([1280, 375])('fits a window of %d pixels, with what is opened and each heading on one line', async (pixels) => {
  await page.setViewportSize({ width: pixels, height: 800 });
  await page.locator('details').evaluateAll((all) => all.forEach((one) => one.setAttribute('open', '')));
  expect(await page.locator('.detail').count()).toBe(1);
  const beyond = `[...document.querySelectorAll('body *')].filter((one) => one.getBoundingClientRect().right > innerWidth + 1 && !one.closest('.scroll, table'))
    .map((one) => one.tagName + '.' + one.className)`;
  expect(await page.evaluate(beyond)).toEqual([]);
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(pixels);
  expect(await wrapped()).toEqual([]);
});

it('switches between light and dark', async () => {
  const paper = () => page.evaluate('getComputedStyle(document.body).backgroundColor');
  const before = await paper();
  await page.locator('#theme').click();
  expect(await paper()).not.toBe(before);
});

it('asks for nothing from a network and throws nothing', () => {
  expect(requests.filter((url) => !url.startsWith('file://'))).toEqual([]);
  expect(errors).toEqual([]);
});
