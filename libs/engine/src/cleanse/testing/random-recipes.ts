import { stepNames, type StepName } from '@millrace/contracts';
import fc from 'fast-check';
import { createHash } from 'node:crypto';

/** By which a row is known that has this in `a`. */
const keyOf = (text: string) =>
  createHash('sha256')
    .update(JSON.stringify([text]))
    .digest('hex')
    .slice(0, 32);

/** Every step, as it may stand in a recipe for a table of the columns a, b and c. */
const settings: { readonly [N in StepName]: readonly object[] } = {
  correctCells: [{ identifiedBy: ['a'], cells: [{ row: keyOf('Hambur'), column: 'a', text: 'Hamburg', decision: 'accepted', by: 'Ada' }] }],
  trimWhitespace: [{}, { columns: { matching: '^[ab]' } }, { columns: { except: ['b'] } }],
  collapseWhitespace: [{}],
  normaliseUnicode: [{}],
  fixMojibake: [{}],
  normaliseNulls: [{}, { columns: { names: ['a'], matching: 'c$' } }],
  changeCase: [{ columns: ['a'], to: 'upper' }, { columns: ['a'], to: 'lower', only: 'oneCase' }, { columns: { kinds: ['text', 'category'] }, to: 'upper' }], // prettier-ignore
  castColumn: [{ columns: ['b'], to: 'integer', onMisfit: 'quarantine' }, { columns: ['b'], to: 'decimal', onMisfit: 'null' }, { columns: ['c'], to: 'date' }, { columns: { kinds: ['text', 'category'], except: ['a'] }, to: 'decimal', onMisfit: 'null' }], // prettier-ignore
  parseDates: [
    { columns: ['c'], order: 'dayFirst' },
    { columns: ['c'], order: 'named' },
    { columns: ['c'], order: 'monthFirst', shortYears: 2029 },
  ],
  parseNumbers: [
    { columns: ['b'], decimal: ',' },
    { columns: { kinds: ['text'] }, decimal: ',' },
  ],
  parseBooleans: [{ columns: ['a'] }],
  stripUnits: [{ columns: ['b'], units: ['kg', 'g'] }],
  reformatCells: [
    {
      columns: ['b'],
      programs: [
        { kind: 'number', suffix: 'kg' },
        { kind: 'number', decimal: ',', groups: '.' },
        { kind: 'code', mask: '999', pad: true },
      ],
    },
    { columns: ['c'], programs: [{ kind: 'date', from: { order: 'dmy', sign: '/' }, to: { order: 'ymd', sign: '-' } }] },
  ],
  standardiseTimes: [{ columns: ['c'], zone: 'Europe/Berlin' }],
  standardiseUnits: [{ columns: ['b'], to: 'kg' }],
  standardiseCodes: [{ columns: ['a'], kind: 'country' }, { columns: ['b'], kind: 'phone', callingCode: '49' }], // prettier-ignore
  roundNoise: [{ columns: ['b'] }],
  moveSuffix: [{ from: 'a', to: 'c' }],
  replaceText: [{ columns: ['a'], pattern: '[#;]', replacement: '' }],
  mapValues: [{ columns: ['a'], values: { x: 'z' } }],
  imputeNulls: [
    { columns: ['a'], method: 'mode' },
    { columns: ['b'], method: 'median' },
    { columns: { kinds: ['integer', 'decimal', 'date'] }, method: 'mode' },
    { columns: ['c'], method: 'forward', by: ['a'] },
    { columns: ['b'], method: 'neighbours', by: ['a', 'c'] },
  ],
  treatOutliers: [
    { columns: { kinds: ['integer', 'decimal'] }, factor: 0.7, action: 'null' },
    ...(['clip', 'null', 'remove'] as const).flatMap((action) => [
      ...(['iqr', 'z', 'mad'] as const).map((method) => ({ columns: ['b'], method, factor: 0.7, action })),
      { columns: ['b'], method: 'percentile', factor: 0.2, action },
    ]),
  ],
  flagOutliers: [
    { column: 'b', into: 'odd', factor: 0.7 },
    { column: 'b', into: 'far', method: 'percentile', factor: 0.2 },
  ],
  repairByDependency: [{ dependencies: [{ from: ['a'], to: 'c' }] }],
  repairTypos: [{ columns: ['a'] }],
  reconcileSources: [{ key: 'c', source: 'a', columns: ['b'], threshold: 0.5 }],
  clusterValues: [{ columns: ['a'] }, { columns: ['a'], by: 'ngram' }, { columns: ['a'], by: 'phonetic' }, { columns: ['a'], by: 'edit' }], // prettier-ignore
  dropDuplicates: [{}, { keys: ['a', 'c'], keep: 'last' }],
  matchRecords: [{ into: ['who'] }, { columns: ['a', 'c'], into: ['group', 'chance'], threshold: 0.6 }],
  mergeRecords: [{ keys: ['a', 'c'] }],
  quarantineRows: [
    { where: [{ column: 'b', is: 'above', to: 100 }] },
    {
      rules: [
        { kind: 'notNull', column: 'a' },
        { kind: 'notNull', column: 'b' },
        { kind: 'type', column: 'b', type: 'decimal' },
        { kind: 'pattern', column: 'c', pattern: '\\d.*' },
      ],
    },
    {
      rules: [
        { kind: 'unique', column: 'a' },
        { kind: 'range', column: 'c', min: '2024-01-15' },
        { kind: 'type', column: 'c', type: 'date' },
      ],
    },
    {
      rules: [
        { kind: 'dependency', determinants: ['a'], dependent: 'c' },
        { kind: 'key', columns: ['a', 'b'] },
        { kind: 'references', column: 'a', to: 'c' },
      ],
    },
  ],
  filterRows: [{ where: [{ column: 'a', is: 'present' }] }],
  renameColumns: [{ style: 'snake_case' }],
  dropColumns: [{ columns: ['b'] }, { columns: { matching: '^b$' } }, { columns: { kinds: ['boolean', 'empty'], except: ['a'] } }],
  dropSparseColumns: [
    { columns: ['c'], absent: 0.4 },
    { columns: ['b', 'c'], absent: 0.3 },
  ],
  reorderColumns: [{ columns: ['c', 'a'] }, { columns: { matching: '[bc]' } }],
  splitColumn: [{ column: 'a', by: ' ', into: ['a1', 'a2'] }],
  mergeColumns: [{ columns: ['a', 'c'], into: 'ac' }],
  extractPattern: [{ column: 'c', pattern: '\\d{4}', into: 'year' }],
  deriveColumn: [{ expression: "concat(a, '-', b)", into: 'ab' }],
  hashCells: [
    { columns: ['a'], key: 'a key that is long enough' },
    { columns: { semanticTypes: ['country-name', 'postcode'] }, key: 'a key that is long enough' },
  ],
  maskCells: [{ columns: ['a'], keep: 1 }, { columns: { kinds: ['date', 'timestamp'] } }],
  generalise: [{ columns: ['b'], to: 'range', width: 10 }, { columns: ['c'], to: 'month' }, { columns: ['a'], to: 'prefix', keep: 2 }], // prettier-ignore
};

const a = fc.constantFrom('x', ' x', 'X', 'Hamburg', 'Hambur', 'hamburg ', 'MÃ¼ller', 'N/A', 'NULL', 'Null', 'NA', '-', '', 'é', 'e\u0301', 'a  b', 'b a', 'Germany', 'deu', 'yes', 'x;#'); // prettier-ignore
const b = fc.constantFrom('1', '01', '2 kg', '500 g', '1.234,5', '2,5', '0.30000000000000004', '1000', '', '?', 'NaN', 'none', '030 1234567', '7'); // prettier-ignore
const c = fc.constantFrom('2024-01-31', '31/01/2024', '1.2.2024', '3 Mar 24', '03-02-01', 'x', '', 'deu', '2024-02', '2024-07-01 10:00');
/** Rows of the columns a, b and c. */
export const tables = fc.array(fc.tuple(a, b, c), { minLength: 1, maxLength: 14 });
/** A table as CSV. */
export const asText = (rows: readonly (readonly string[])[]) =>
  `a,b,c\n${rows.map((row) => `${row.map((cell) => (cell.includes(',') ? `"${cell}"` : cell)).join(',')}\n`).join('')}`;

/** Every step in every setting. */
export const variants = stepNames.flatMap((step) => settings[step].map((more) => ({ step, ...more })));

const leavesOut = ({ step }: { readonly step: StepName }) => step === 'dropColumns' || step === 'dropSparseColumns';
/** No step names a column that one before it has left out. */
export const inOrder = (steps: readonly { readonly step: StepName }[]) =>
  steps.toSorted((one, other) => Number(leavesOut(one)) - Number(leavesOut(other)));

/** Recipes of some steps. */
export const recipes = fc.shuffledSubarray(variants, { minLength: 1, maxLength: 6 }).map(inOrder);
