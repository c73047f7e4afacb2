import { createHash } from 'node:crypto';
import { callerOf, type ApiRequest } from '../http/request';
import type { Services } from '../services';
import { openUpload } from './open-upload';
import type { Received } from './receive-upload';

/** The bytes of what was stored; null once it is deleted. */
const storedBytes = async ({ datasets }: Services, tenantId: string, { datasetId, versionId }: Received): Promise<number | null> =>
  (await datasets.readyVersion(tenantId, datasetId, versionId).catch(() => null))?.bytes ?? null;

/**
 * Whether an upload brings what the first one under its Idempotency-Key has brought. Told before it has come where it declares its
 * SHA-256, or a length that the first had not; else it is read to its end. It is kept nowhere.
 * @throws Fault `hash-mismatch` and whatever the body is refused for
 */
export const isRepeatOf = async (services: Services, request: ApiRequest, { made, content }: { made: Received; content: string }) => {
  const { body, declaredHash, declaredBytes, assertHash, contentHash } = await openUpload(services, request);
  if (declaredHash !== null) {
    if (contentHash(declaredHash) !== content) return false;
    // Most clients read the answer only when they have sent all: it is read on, within the limits of every upload.
    void (async () => {
      for await (const { length } of body) if (length === 0) continue;
    })().catch(() => request.destroy());
    return true;
  }
  if (declaredBytes !== null) {
    const bytes = await storedBytes(services, callerOf(request).tenantId, made);
    if (bytes !== null && bytes !== declaredBytes) return false;
  }
  const digest = createHash('sha256');
  for await (const chunk of body) digest.update(chunk);
  const sha256 = digest.digest('hex');
  assertHash(sha256);
  return contentHash(sha256) === content;
};
