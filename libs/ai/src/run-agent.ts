import { Fault, type Explanation, type Fact, type ModelUsage } from '@millrace/contracts';
import type { Agent, AgentView } from './agent';
import { CircuitBreaker } from './model/circuit-breaker';
import type { LanguageModel } from './model/language-model';
import { quotedFacts, refusals } from './verify-answer';

export interface AgentOutcome<Answer> {
  readonly answer: Answer;
  readonly view: AgentView;
  readonly source: Explanation['source'];
  readonly fallbackReason: Explanation['fallbackReason'];
  readonly model: string | null;
  readonly usage: readonly ModelUsage[];
  /** The facts that the answer quotes. */
  readonly quoted: readonly Fact[];
}

/** Runs any agent: shows, asks, verifies, and falls back to the agent's rules in the same schema. Never throws for a model's sake. */
export class AgentRunner {
  constructor(
    private readonly model: LanguageModel | null,
    private readonly breaker: CircuitBreaker = new CircuitBreaker(),
  ) {}

  async run<Subject, Answer>(agent: Agent<Subject, Answer>, subject: Subject, signal?: AbortSignal): Promise<AgentOutcome<Answer>> {
    const view = agent.see(subject);
    const usage: ModelUsage[] = [];
    const asked = await this.ask(agent, view, usage, signal);
    const answer = asked.answer ?? agent.fallback(view, subject);
    const quotedIds = new Set(quotedFacts(agent.textsOf(answer)));
    return {
      answer,
      view,
      source: asked.answer ? 'model' : 'rules',
      fallbackReason: asked.reason,
      model: asked.answer && this.model ? this.model.model : null,
      usage,
      quoted: view.facts.filter(({ id }) => quotedIds.has(id)),
    };
  }

  private async ask<Subject, Answer>(
    agent: Agent<Subject, Answer>,
    view: AgentView,
    usage: ModelUsage[],
    signal: AbortSignal | undefined,
  ): Promise<{ answer: Answer | null; reason: Explanation['fallbackReason'] }> {
    if (!this.model) return { answer: null, reason: 'no-key' };
    if (!this.breaker.allows()) return { answer: null, reason: 'breaker-open' };
    try {
      const asked = await this.model.ask({
        name: agent.name,
        instructions: agent.instructions,
        payload: view.payload,
        schema: agent.answerSchema,
        signal,
      });
      this.breaker.succeeded();
      usage.push(asked.usage);
      return refusals(agent.textsOf(asked.answer), view).length === 0
        ? { answer: asked.answer, reason: null }
        : { answer: null, reason: 'answer-refused' };
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      this.breaker.failed();
      return { answer: null, reason: 'model-unavailable' };
    }
  }
}
