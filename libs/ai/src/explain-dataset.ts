import type { Explanation, Fact, ModelUsage } from '@millrace/contracts';
import type { DatasetSubject } from './agents/dataset-subject';
import { datasetSummary } from './agents/dataset-summary';
import { formatFact } from './format-fact';
import type { AgentRunner } from './run-agent';
import { fillIn } from './verify-answer';

/** Explains a profiled dataset; the texts that come back have every reference filled in. */
export const explainDataset = async (
  runner: AgentRunner,
  subject: DatasetSubject,
  signal?: AbortSignal,
): Promise<{ explanation: Explanation; usage: readonly ModelUsage[] }> => {
  const { answer, view, source, fallbackReason, model, usage, quoted } = await runner.run(datasetSummary, subject, signal);
  const facts = new Map<string, Fact>(view.facts.map((fact) => [fact.id, fact]));
  const fill = (text: string) =>
    fillIn(text, (id) => {
      const fact = facts.get(id);
      return fact ? formatFact(fact) : id;
    });
  return {
    usage,
    explanation: {
      schema: 'millrace.explanation/1',
      agent: datasetSummary.name,
      agentVersion: datasetSummary.version,
      source,
      fallbackReason,
      model,
      headline: fill(answer.headline),
      summary: fill(answer.summary),
      points: answer.points.map(({ severity, text, advice }) => ({ severity, text: fill(text), advice: fill(advice) })),
      facts: [...quoted],
      payload: view.payload,
    },
  };
};
