import { usePlatform } from '../support/platform';

const platform = usePlatform(['api', 'data-worker']);

const table = 'id,"town",amount\r\n1," Bonn ",N/A\r\n\r\n2,"Köln",5\r\n2,Köln,5\r\n3,odd\r\n4,Ulm ,7';

it('takes a cleansing back, all of it byte for byte, or a part', async () => {
  const { id } = (await platform.call('POST', '/v1/datasets', { body: table, headers: { 'content-type': 'text/csv' } })).body;
  const runOf = async (path: string, body: object) => {
    const started = await platform.call('POST', path, { body });
    expect(started.status).toBe(202);
    return platform.ended(started.body.id);
  };
  const cleansed = await runOf(`/v1/datasets/${id}/runs`, { kinds: ['profile', 'cleanse'] });
  expect(cleansed).toMatchObject({ state: 'completed', summary: { rowsIn: 4, rowsOut: 3, changes: 3 } });
  const restored = async (body: object) => {
    const run = await runOf(`/v1/runs/${cleansed.id}/undo`, body);
    expect(run).toMatchObject({ state: 'completed', kinds: ['undo'] });
    const { items } = (await platform.call('GET', `/v1/runs/${run.id}/artefacts`)).body;
    const { id: artefact } = items.find(({ kind }: { kind: string }) => kind === 'restored');
    const answer = await fetch(`${platform.url}/v1/runs/${run.id}/artefacts/${artefact}/content`, {
      headers: { authorization: `Bearer ${platform.key}` },
    });
    return { text: await answer.text(), summary: run.summary };
  };
  expect(await restored({})).toEqual({ text: table, summary: { rows: 4, changesUndone: 3, rowsReturned: 1, isInput: 1 } });
  const part = await restored({ selection: { columns: ['town'] } });
  expect(part.text).toBe('id,town,amount\r\n1, Bonn ,\r\n2,Köln,5\r\n4,Ulm ,7\r\n');

  // What has nothing to take back, and what names nothing.
  const profiled = await runOf(`/v1/datasets/${id}/runs`, { kinds: ['profile'] });
  expect((await platform.call('POST', `/v1/runs/${profiled.id}/undo`, { body: {} })).status).toBe(404);
  const empty = await platform.call('POST', `/v1/runs/${cleansed.id}/undo`, { body: { selection: {} } });
  expect([empty.status, empty.body.code]).toEqual([400, 'validation-failed']);

  // What is not there is told at once, but for a cell that nothing has changed: for that the change log is read.
  const refused = async (selection: object) => {
    const { status, body } = await platform.call('POST', `/v1/runs/${cleansed.id}/undo`, { body: { selection } });
    return [status, body.code, body.detail];
  };
  expect(await refused({ steps: [0, 99] })).toEqual([
    422,
    'not-in-change-log',
    'There is no step 99; the cleansing had 3, counted from 0.',
  ]);
  expect(await refused({ columns: ['twon'] })).toEqual([422, 'unknown-column', expect.stringContaining('near it: "town"')]);
  expect(await refused({ rows: [1, 4] })).toEqual([404, 'not-found', 'There is no row 4; the input has 4.']);
  const unchanged = await runOf(`/v1/runs/${cleansed.id}/undo`, { selection: { cells: [{ row: 1, column: 'town' }] } });
  expect(unchanged).toMatchObject({ state: 'failed', failure: { code: 'not-in-change-log', place: { row: 1, column: 'town' } } });
});
