import { Fault, sha256Schema } from '@millrace/contracts';
import * as z from 'zod';
import { parse } from '../http/parse';
import type { ApiRequest } from '../http/request';

/** The SHA-256 that a request declares for its file, hexadecimal; null where it declares none. @throws Fault `validation-failed` */
export const declaredHash = (request: ApiRequest): string | null => {
  const plain = request.header('x-content-sha256');
  if (plain !== undefined) return parse(z.object({ 'x-content-sha256': sha256Schema }), { 'x-content-sha256': plain })['x-content-sha256'];
  const digest = request.header('content-digest') ?? request.header('repr-digest');
  if (digest === undefined) return null;
  // RFC 9530: a dictionary of algorithms; others than SHA-256 are not ours to check.
  const [, base64] = /(?:^|,)\s*sha-256=([^,]*)/i.exec(digest) ?? [];
  if (base64 === undefined) return null;
  const bytes = /^:([A-Za-z0-9+/]{43}=):$/.exec(base64.trim())?.[1];
  if (bytes === undefined)
    throw new Fault('validation-failed', 'The Content-Digest has no SHA-256 in the form sha-256=:BASE64: of RFC 9530.');
  return Buffer.from(bytes, 'base64').toString('hex');
};
