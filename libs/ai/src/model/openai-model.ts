import { Fault } from '@millrace/contracts';
import OpenAI from 'openai';
import { zodTextFormat } from 'openai/helpers/zod';
import type { LanguageModel, ModelAnswer, ModelRequest } from './language-model';

export interface OpenAiOptions {
  readonly apiKey: string;
  readonly baseUrl?: string;
  readonly model: string;
  /** Of one try, in milliseconds. */
  readonly timeoutMs?: number;
  /** Tries in all. */
  readonly tries?: number;
  /** Before the second try, doubling after each; in milliseconds. */
  readonly firstDelayMs?: number;
}

/** Billing and credential faults do not heal by asking again, although the service reports some of them as a 429. */
const isWorthRetrying = (error: unknown): boolean => {
  if (error instanceof OpenAI.APIUserAbortError) return false;
  if (error instanceof OpenAI.APIConnectionError) return true;
  if (!(error instanceof OpenAI.APIError)) return false;
  if (error.code === 'insufficient_quota') return false;
  const status: unknown = error.status;
  return status === 408 || status === 409 || status === 429 || (typeof status === 'number' && status >= 500);
};

const describe = (error: unknown): string =>
  error instanceof OpenAI.APIError
    ? `${error.name} ${String(error.status ?? '')} ${error.code ?? ''}`.trim()
    : error instanceof Error
      ? error.name
      : 'unknown error';

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** The Responses API with a strict JSON schema. Retries here and not in the client, which also retries a spent quota. */
export class OpenAiModel implements LanguageModel {
  readonly model: string;
  private readonly client: OpenAI;
  private readonly tries: number;
  private readonly firstDelayMs: number;

  constructor(options: OpenAiOptions) {
    this.model = options.model;
    this.tries = options.tries ?? 3;
    this.firstDelayMs = options.firstDelayMs ?? 500;
    this.client = new OpenAI({
      apiKey: options.apiKey,
      baseURL: options.baseUrl,
      timeout: options.timeoutMs ?? 30_000,
      maxRetries: 0,
      logLevel: 'off',
    });
  }

  async ask<Answer>(request: ModelRequest<Answer>): Promise<ModelAnswer<Answer>> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.askOnce(request);
      } catch (error) {
        if (error instanceof Fault) throw error;
        if (attempt >= this.tries || !isWorthRetrying(error)) {
          throw new Fault('model-unavailable', `The model did not answer after ${attempt} tries (${describe(error)}).`, { cause: error });
        }
        await pause(this.firstDelayMs * 2 ** (attempt - 1) * (0.5 + Math.random()));
      }
    }
  }

  private async askOnce<Answer>({ name, instructions, payload, schema, signal }: ModelRequest<Answer>): Promise<ModelAnswer<Answer>> {
    const started = performance.now();
    const response = await this.client.responses.create(
      { model: this.model, instructions, input: JSON.stringify(payload), store: false, text: { format: zodTextFormat(schema, name) } },
      { signal },
    );
    const milliseconds = Math.round(performance.now() - started);
    const usage = {
      model: this.model,
      inputTokens: response.usage?.input_tokens ?? 0,
      outputTokens: response.usage?.output_tokens ?? 0,
      milliseconds,
    };
    return { answer: this.parse(schema, response.output_text), usage };
  }

  private parse<Answer>(schema: { safeParse(value: unknown): { success: true; data: Answer } | { success: false } }, text: string): Answer {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch (error) {
      throw new Fault('model-unavailable', 'The model answered something that is not JSON.', { cause: error });
    }
    const parsed = schema.safeParse(value);
    if (!parsed.success) throw new Fault('model-unavailable', 'The model answered in another schema.');
    return parsed.data;
  }
}
