import type { ModelUsage } from '@millrace/contracts';
import type * as z from 'zod';

export interface ModelRequest<Answer> {
  /** Names the schema to the model: letters, digits and dashes. */
  readonly name: string;
  readonly instructions: string;
  readonly payload: unknown;
  readonly schema: z.ZodType<Answer>;
  readonly signal?: AbortSignal;
}

export interface ModelAnswer<Answer> {
  readonly answer: Answer;
  readonly usage: ModelUsage;
}

/** The port to a language model. Throws Fault `model-unavailable` for whatever keeps it from a parsed answer. */
export interface LanguageModel {
  readonly model: string;
  ask<Answer>(request: ModelRequest<Answer>): Promise<ModelAnswer<Answer>>;
}
