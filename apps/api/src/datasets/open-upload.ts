import { Fault, fileNameSchema } from '@millrace/contracts';
import { createHash } from 'node:crypto';
import * as z from 'zod';
import { parse } from '../http/parse';
import type { ApiRequest } from '../http/request';
import type { Services } from '../services';
import { declaredHash } from './declared-hash';
import { GuardedBody } from './guarded-body';
import { incomingFile } from './incoming-file';
import { uploadOptionsSchema } from './upload-options';

/** An upload of which the parameters are known and the file is still to come. */
export interface OpenUpload {
  readonly options: z.output<typeof uploadOptionsSchema>;
  readonly fileName: string;
  readonly body: GuardedBody;
  /** The SHA-256 that was declared, hexadecimal; null where none was. */
  readonly declaredHash: string | null;
  /** The bytes that the file is said to have; null where nothing is said. */
  readonly declaredBytes: number | null;
  /** @param sha256 as it was measured. @throws Fault `hash-mismatch` where another was declared */
  readonly assertHash: (sha256: string) => void;
  /** A hash of all that came in the body: the file's content, its name and the form fields. @param sha256 as it was measured */
  readonly contentHash: (sha256: string) => string;
}

/** Reads an upload up to its file. @throws Fault `validation-failed` and whatever the body is refused for */
export const openUpload = async ({ config }: Services, request: ApiRequest): Promise<OpenUpload> => {
  const declared = declaredHash(request);
  const stallMs = config.UPLOAD_STALL_SECONDS * 1000;
  const file = await incomingFile(request, stallMs);
  for (const field of Object.keys(file.fields))
    if (field in request.query) throw new Fault('validation-failed', `${field}: is given in the query and in the form.`);
  const options = parse(uploadOptionsSchema, { ...request.query, ...file.fields });
  const { fileName } = parse(z.object({ fileName: fileNameSchema }), { fileName: options.fileName ?? file.fileName });
  const body = new GuardedBody(
    file.stream,
    {
      maxBytes: config.UPLOAD_MAX_BYTES,
      declaredBytes: file.declaredBytes,
      coding: file.coding,
      isToldText: [options.format, options.encoding, options.readOptions?.format, options.readOptions?.encoding].some(
        (told) => told !== undefined,
      ),
      stallMs,
      minBytesPerSecond: config.UPLOAD_MIN_BYTES_PER_SECOND,
    },
    file.settled,
  );
  return {
    options,
    fileName,
    body,
    declaredHash: declared,
    declaredBytes: file.declaredBytes,
    assertHash: (sha256) => {
      if (declared !== null && declared !== sha256)
        throw new Fault('hash-mismatch', `SHA-256 ${declared} was declared, ${sha256} was measured.`);
    },
    contentHash: (sha256) =>
      createHash('sha256')
        .update(JSON.stringify([Object.entries(file.fields).sort(), fileName, sha256]))
        .digest('hex'),
  };
};
