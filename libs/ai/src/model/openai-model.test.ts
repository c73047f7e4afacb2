import { LLMock } from '@copilotkit/aimock';
import * as z from 'zod';
import { OpenAiModel } from './openai-model';

const schema = z.object({ headline: z.string() });
const request = { name: 'test-agent', instructions: 'Answer.', payload: { ask: 'about rows' }, schema };

describe('OpenAiModel against a server that speaks the Responses API', () => {
  let server: LLMock;
  const model = (options: { tries?: number; timeoutMs?: number } = {}) =>
    new OpenAiModel({ apiKey: 'test', baseUrl: `${server.url}/v1`, model: 'gpt-test', firstDelayMs: 1, ...options });

  beforeEach(async () => {
    server = new LLMock({ port: 0 });
    await server.start();
  });
  afterEach(() => server.stop());

  it('returns the parsed answer with its usage, and sends the strict schema', async () => {
    server.onMessage(/about rows/, { content: JSON.stringify({ headline: 'fine' }) });
    const { answer, usage } = await model().ask(request);
    expect(answer).toEqual({ headline: 'fine' });
    expect(usage).toMatchObject({ model: 'gpt-test', inputTokens: expect.any(Number) });
    const sent = server.getRequests();
    expect(JSON.stringify(sent)).toContain('about rows');
  });

  it.each([
    ['text that is not JSON', 'hello'],
    ['another schema', JSON.stringify({ title: 'x' })],
  ])('faults on %s without asking again', async (_, content) => {
    server.onMessage(/about rows/, { content });
    await expect(model().ask(request)).rejects.toMatchObject({ code: 'model-unavailable' });
    expect(server.getRequests()).toHaveLength(1);
  });

  it.each([
    ['500', { status: 500, error: { message: 'boom' } }, 3],
    ['429', { status: 429, error: { message: 'slow down', type: 'rate_limit_error', code: 'rate_limit_exceeded' } }, 3],
    ['a spent quota', { status: 429, error: { message: 'no money', type: 'insufficient_quota', code: 'insufficient_quota' } }, 1],
    ['a wrong key', { status: 401, error: { message: 'who?', code: 'invalid_api_key' } }, 1],
  ])('answers %s with the right number of tries', async (_, response, tries) => {
    server.onMessage(/about rows/, response);
    await expect(model().ask(request)).rejects.toMatchObject({ code: 'model-unavailable' });
    expect(server.getRequests()).toHaveLength(tries);
  });

  it('gives up on a server that is gone', async () => {
    const gone = model({ tries: 2 });
    await server.stop();
    await expect(gone.ask(request)).rejects.toMatchObject({ code: 'model-unavailable' });
    await server.start();
  });
});
