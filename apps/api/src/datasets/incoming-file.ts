import { Fault } from '@millrace/contracts';
import type { ApiRequest } from '../http/request';
import { multipartFile, type IncomingFile } from './multipart-file';

const nameFromHeader = (disposition: string | undefined): string | undefined => /filename="?([^";]+)"?/i.exec(disposition ?? '')?.[1];

const rawFile = (request: ApiRequest): IncomingFile => {
  const length = request.header('content-length');
  const query = request.query['fileName'];
  return {
    stream: request as AsyncIterable<Buffer>,
    fileName: (typeof query === 'string' ? query : undefined) ?? nameFromHeader(request.header('content-disposition')) ?? 'upload',
    fields: {},
    declaredBytes: length === undefined ? null : Number(length),
    settled: () =>
      request.complete ? Promise.resolve() : Promise.reject(new Fault('upload-incomplete', 'The connection ended before the body did.')),
  };
};

const refused = /^(image|video|audio|font)\//;

/**
 * The file of a request: its only file part when it is multipart, else its body.
 * @param stallMs how long the file part of a form may take to come
 */
export const incomingFile = async (request: ApiRequest, stallMs: number): Promise<IncomingFile> => {
  const type = request.header('content-type') ?? 'application/octet-stream';
  if (refused.test(type)) throw new Fault('unsupported-media-type', `The content type ${type} is no table.`);
  return type.startsWith('multipart/form-data') ? multipartFile(request, stallMs) : rawFile(request);
};
