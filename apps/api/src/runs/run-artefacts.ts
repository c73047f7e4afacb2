import { Fault, isTerminal, type ArtefactKind, type Run } from '@millrace/contracts';
import type { StoredArtefact } from '@millrace/database';
import type { Response } from 'express';
import { sendObject } from '../datasets/send-object';
import type { ApiRequest } from '../http/request';
import type { Services } from '../services';

const missing = (kind: ArtefactKind, { state }: Run): Fault =>
  isTerminal(state)
    ? new Fault('not-found', `The run is ${state} and left no ${kind}.`)
    : new Fault('conflict', `The run is ${state}; ${kind} is not there yet.`);

/** All artefacts of a kind that a run has left, in order of its jobs. @throws Fault `not-found`, `conflict` where they are still to come */
export const artefactsOf = async (
  { runs }: Services,
  tenantId: string,
  runId: string,
  kind: ArtefactKind,
): Promise<{ readonly run: Run; readonly found: readonly [StoredArtefact, ...StoredArtefact[]] }> => {
  const run = await runs.withResults(tenantId, runId);
  const [first, ...others] = (await runs.artefacts(tenantId, run.id)).filter((artefact) => artefact.kind === kind);
  if (first === undefined) throw missing(kind, run);
  return { run, found: [first, ...others] };
};

/** Sends the bytes of a stored result; ranges are served. */
export const sendArtefact = (
  { storage }: Services,
  { objectKey: key, fileName, mediaType, sha256 }: StoredArtefact,
  request: ApiRequest,
  response: Response,
): Promise<void> => sendObject(storage, request, response, { key, fileName, mediaType, sha256 });
