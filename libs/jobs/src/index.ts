export { classifyExit, type ChildExit, type ExitOutcome } from './classify-exit';
export { Ledger } from './ledger';
export { agentNeed, needOf, type Need } from './need';
export { relayOnce } from './relay';
export { decideRetry } from './retry-policy';
export { sweepOnce } from './sweep';
export { transition, transitions, type JobEvent } from './transitions';
