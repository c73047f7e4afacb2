import { Fault, isTerminal, type ArtefactKind, type Run } from '@millrace/contracts';
import type { StoredArtefact } from '@millrace/database';
import type { Response } from 'express';
import { sendObject } from '../datasets/send-object';
import { idParameterSchema } from '../http/page-query';
import { parse } from '../http/parse';
import { callerOf, type ApiRequest } from '../http/request';
import type { Services } from '../services';
import { pageLines, type LinePage } from './page-lines';

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

/** The first artefact of a kind that the run of a request's path has left. @throws Fault as `artefactsOf` */
export const artefactOf = async (
  services: Services,
  kind: ArtefactKind,
  parameters: unknown,
  request: ApiRequest,
): Promise<StoredArtefact> => {
  const { id } = parse(idParameterSchema, parameters);
  return (await artefactsOf(services, callerOf(request).tenantId, id, kind)).found[0];
};

/** Sends its bytes. */
export const sendKind = async (
  services: Services,
  kind: ArtefactKind,
  parameters: unknown,
  request: ApiRequest,
  response: Response,
): Promise<void> => sendArtefact(services, await artefactOf(services, kind, parameters, request), request, response);

/** A page of its lines. */
export const linesOfKind = async (
  services: Services,
  kind: ArtefactKind,
  parameters: unknown,
  { cursor, limit }: { readonly cursor: number; readonly limit: number },
  request: ApiRequest,
): Promise<LinePage> => pageLines(services.storage, (await artefactOf(services, kind, parameters, request)).objectKey, cursor, limit);
