import type { Fault } from '@millrace/contracts';

/** A fault as RFC 9457 problem details, JSON. @param instance the request's path and query; empty where none could be read */
export const problemOf = (fault: Fault, instance: string, requestId: string): string => {
  const { code, title, detail, advice, place, evidence } = fault.toFailure();
  const type = `urn:millrace:fault:${code}`;
  return JSON.stringify({ type, title, status: fault.status, detail, instance, code, advice, place, ...evidence, requestId });
};
