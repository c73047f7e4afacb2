import { makeTestDatabase } from '../../../test/support/test-database';
import { PolicyStore, type SuggestedPolicy } from './policy-store';

let db: Awaited<ReturnType<typeof makeTestDatabase>>;
let store: PolicyStore;
beforeAll(async () => {
  db = await makeTestDatabase();
  store = new PolicyStore(db.database);
});
afterAll(() => db.close());

const profiled = async (policies: readonly SuggestedPolicy[], of?: { datasetId: string; versionId: string }) => {
  const run = of
    ? {
        ...of,
        runId: await db.database.transaction((sql) =>
          db.runs.create(sql, {
            tenantId: db.tenantId,
            ...of,
            requestId: 'r',
            jobs: [{ kind: 'profile', parameters: {}, needBytes: 1, queue: 'data-512mb' }],
          }),
        ),
      }
    : await db.newRun();
  const [job] = (await db.runs.get(db.tenantId, run.runId)).jobs;
  const claimed = (await db.jobs.claim(job!.id, 'me', 60))!;
  const outcome = { artefacts: [], summary: {}, findings: [], metrics: [], timings: {}, peakBytes: null };
  await db.jobs.complete(claimed, { ...outcome, policies, progress: { stage: 'done', fraction: 1, rowsDone: 0, rowsTotal: 0 } });
  return run;
};
const actions = async (datasetId: string) =>
  (await store.list(datasetId)).map(({ column, type, suggested, decided, action }) => [column, type, suggested, decided, action]);

const card = { column: 'Karte', type: 'payment-card', suggested: 'drop' } as const;
const mail = { column: 'mail', type: 'email', suggested: 'hash' } as const;

it('holds what a profile suggests until somebody decides, and again when the decision is taken back', async () => {
  const run = await profiled([card, mail]);
  expect(await actions(run.datasetId)).toEqual([
    ['Karte', 'payment-card', 'drop', null, 'drop'],
    ['mail', 'email', 'hash', null, 'hash'],
  ]);
  await store.decide(run.datasetId, { Karte: 'mask', other: 'drop' });
  // The next profile takes the column for something else: the decision stands.
  await profiled([{ ...card, type: 'iban', suggested: 'hash' }], run);
  expect(await actions(run.datasetId)).toEqual([
    ['Karte', 'iban', 'hash', 'mask', 'mask'],
    ['mail', 'email', 'hash', null, 'hash'],
    ['other', null, null, 'drop', 'drop'],
  ]);
  await store.decide(run.datasetId, { Karte: null, other: null });
  expect((await actions(run.datasetId)).map(([column, , , , action]) => [column, action])).toEqual([
    ['Karte', 'hash'],
    ['mail', 'hash'],
    ['other', 'allow'],
  ]);
});

it('tells columns apart that differ in case, and leaves names out that are too long', async () => {
  const { datasetId } = await profiled([mail, { ...mail, column: 'Mail' }, { ...mail, column: 'x'.repeat(513) }]);
  expect((await actions(datasetId)).map(([column]) => column)).toEqual(['Mail', 'mail']);
});
