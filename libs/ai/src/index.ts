export { explainDataset } from './explain-dataset';
export type { ColumnSubject, DatasetSubject } from './agents/dataset-subject';
export { maskValue } from './agents/mask-value';
export { CircuitBreaker } from './model/circuit-breaker';
export { OpenAiModel, type OpenAiOptions } from './model/openai-model';
export { AgentRunner } from './run-agent';
