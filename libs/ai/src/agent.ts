import type { Fact } from '@millrace/contracts';
import type * as z from 'zod';

/** What an agent is shown, ready to be sent: facts it may quote and context without numbers of its own. */
export interface AgentView {
  readonly facts: readonly Fact[];
  /** JSON that is sent to the model as it stands. Holds no raw cell. */
  readonly payload: unknown;
  /** Names that an answer may write between backticks although they hold digits. */
  readonly names: readonly string[];
}

/** An agent is data. Adding one is one record in `agents/` and one line in the registry. */
export interface Agent<Subject, Answer> {
  readonly name: string;
  /** Raised whenever instructions, view or schema change; stored with every answer. */
  readonly version: number;
  readonly instructions: string;
  readonly answerSchema: z.ZodType<Answer>;
  readonly see: (subject: Subject) => AgentView;
  /** Every text in the answer, so that each number in it can be checked. */
  readonly textsOf: (answer: Answer) => string[];
  /** The deterministic answer in the same schema, for when no model answers or its answer does not hold. */
  readonly fallback: (view: AgentView, subject: Subject) => Answer;
}
