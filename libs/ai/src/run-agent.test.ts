import { Fault } from '@millrace/contracts';
import * as z from 'zod';
import type { Agent } from './agent';
import { CircuitBreaker } from './model/circuit-breaker';
import type { LanguageModel } from './model/language-model';
import { AgentRunner } from './run-agent';

const agent: Agent<number, { text: string }> = {
  name: 'count',
  version: 1,
  instructions: 'Say how many.',
  answerSchema: z.object({ text: z.string() }),
  see: (rows) => ({ facts: [{ id: 'rows', label: 'rows', column: null, value: rows, unit: 'rows' }], payload: { rows }, names: [] }),
  textsOf: ({ text }) => [text],
  fallback: () => ({ text: 'Rows: {{rows}}.' }),
};

const answering = (answer: () => unknown): LanguageModel => ({
  model: 'scripted',
  ask: ({ schema }) =>
    Promise.resolve().then(() => ({
      answer: schema.parse(answer()),
      usage: { model: 'scripted', inputTokens: 1, outputTokens: 1, milliseconds: 1 },
    })),
});

describe('AgentRunner', () => {
  it('takes an answer whose numbers are references', async () => {
    const outcome = await new AgentRunner(answering(() => ({ text: 'I count {{rows}}.' }))).run(agent, 7);
    expect(outcome).toMatchObject({
      source: 'model',
      model: 'scripted',
      fallbackReason: null,
      answer: { text: 'I count {{rows}}.' },
      quoted: [{ id: 'rows', value: 7 }],
    });
    expect(outcome.usage).toHaveLength(1);
  });

  it('refuses an invented number, answers by rule and still books the cost', async () => {
    const outcome = await new AgentRunner(answering(() => ({ text: 'I count 8.' }))).run(agent, 7);
    expect(outcome).toMatchObject({ source: 'rules', model: null, fallbackReason: 'answer-refused', answer: { text: 'Rows: {{rows}}.' } });
    expect(outcome.usage).toHaveLength(1);
  });

  it('answers by rule without a key', async () => {
    expect(await new AgentRunner(null).run(agent, 7)).toMatchObject({ source: 'rules', fallbackReason: 'no-key' });
  });

  it('stops asking a model that keeps failing', async () => {
    let asked = 0;
    const down = answering(() => {
      asked += 1;
      throw new Fault('model-unavailable', 'down');
    });
    const runner = new AgentRunner(down, new CircuitBreaker({ threshold: 2 }));
    const reasons = [];
    for (let i = 0; i < 4; i += 1) reasons.push((await runner.run(agent, 7)).fallbackReason);
    expect(reasons).toEqual(['model-unavailable', 'model-unavailable', 'breaker-open', 'breaker-open']);
    expect(asked).toBe(2);
  });

  it('does not hide a bug behind the rules', async () => {
    const broken = answering(() => {
      throw new TypeError('ours');
    });
    await expect(new AgentRunner(broken).run(agent, 7)).rejects.toThrow(TypeError);
  });
});
