import { usePlatform } from '../support/platform';

const platform = usePlatform(['api', 'data-worker', 'agent-worker']);

const cards = ['4012888888881881', '5555555555554444', '378282246310005', '6011111111111117'];
const csv = `id,email,card,amount\n${Array.from({ length: 60 }, (_, row) => `${row},person${row}@example.com,${cards[row % 4]},${row * 3}`).join('\n')}\n`;

it('finds personal data, suggests a policy, keeps decisions, and has the explanation obey', async () => {
  const { id, run } = (
    await platform.call('POST', '/v1/datasets?run=profile,explain', { body: csv, headers: { 'content-type': 'text/csv' } })
  ).body;
  expect((await platform.ended(run.id)).state).toBe('completed');
  const get = async (path: string) => (await platform.call('GET', path)).body;
  expect((await get(`/v1/runs/${run.id}/profile`)).privacy.columns).toMatchObject([
    { name: 'email', types: [{ type: 'email', share: 1 }], risk: 'medium', uniqueness: 1, suggested: 'hash' },
    { name: 'card', types: [{ type: 'payment-card' }], risk: 'high', uniqueness: 0, suggested: 'drop' },
  ]);
  const policy = async () =>
    (await get(`/v1/datasets/${id}/policy`)).items.map(({ column, action }: { column: string; action: string }) => [column, action]);
  expect(await policy()).toEqual([
    ['card', 'drop'],
    ['email', 'hash'],
  ]);
  // What the agent saw: nothing of the dropped column, and no formats of the hashed one.
  const { payload } = await get(`/v1/runs/${run.id}/explanation`);
  const seen = payload.columns.map(({ name, masks }: { name: string; masks: string[] }) => `${name} ${masks.length > 0}`);
  expect(seen.toSorted()).toEqual(['amount true', 'email false', 'id true']);
  expect(JSON.stringify(payload)).not.toContain('card');

  const decide = (columns: Record<string, string | null>) => platform.call('PATCH', `/v1/datasets/${id}/policy`, { body: { columns } });
  expect((await decide({ card: 'mask', amount: 'drop' })).status).toBe(200);
  const again = await platform.call('POST', `/v1/datasets/${id}/runs`, { body: { kinds: ['profile', 'explain'] } });
  await platform.ended(again.body.id);
  expect(await policy()).toEqual([
    ['amount', 'drop'],
    ['card', 'mask'],
    ['email', 'hash'],
  ]);
  expect(JSON.stringify((await get(`/v1/runs/${again.body.id}/explanation`)).payload)).not.toContain('amount');
  const hidden = await platform.call('POST', `/v1/datasets/${id}/runs`, { body: { kinds: ['cleanse'], cleanse: { obeyPolicy: true } } });
  expect((await platform.ended(hidden.body.id)).state).toBe('completed');
  const { items } = await get(`/v1/runs/${hidden.body.id}/artefacts`);
  const { id: artefact } = items.find(({ kind }: { kind: string }) => kind === 'cleansed');
  const { body: text } = await platform.call('GET', `/v1/runs/${hidden.body.id}/artefacts/${artefact}/content`);
  expect(text.split('\n')[1]).toMatch(/^0,[0-9a-f]{32},\*{16}$/);
  const undone = await platform.call('POST', `/v1/runs/${hidden.body.id}/undo`, { body: { selection: 'all' } });
  expect((await platform.ended(undone.body.id)).failure).toMatchObject({ code: 'hidden-for-good' });
  expect((await decide({ amount: null })).body.items[0]).toMatchObject({ column: 'amount', decided: null, action: 'allow' });
  expect((await decide({ amount: 'burn' })).body.code).toBe('validation-failed');

  // A slip in a name would hide nothing: none of the decisions is taken then.
  const slipped = await decide({ emial: 'drop', card: 'drop', phone: 'mask' });
  expect([slipped.status, slipped.body.code, slipped.body.unknown]).toEqual([
    422,
    'unknown-column',
    [
      { name: 'emial', near: ['email'] },
      { name: 'phone', near: [] },
    ],
  ]);
  expect(await policy()).toEqual([
    ['amount', 'allow'],
    ['card', 'mask'],
    ['email', 'hash'],
  ]);
  const unread = (await platform.call('POST', '/v1/datasets', { body: csv, headers: { 'content-type': 'text/csv' } })).body.id;
  const early = await platform.call('PATCH', `/v1/datasets/${unread}/policy`, { body: { columns: { email: 'drop' } } });
  expect([early.status, early.body.code]).toEqual([409, 'version-not-ready']);
});
