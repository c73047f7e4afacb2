import { Fault, type Compression } from '@millrace/contracts';
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
    coding: null,
    declaredBytes: length === undefined ? null : Number(length),
    settled: () =>
      request.complete ? Promise.resolve() : Promise.reject(new Fault('upload-incomplete', 'The connection ended before the body did.')),
  };
};

/** The codings of whole bodies that are read, by what their content must then be. */
const codings: Readonly<Record<string, Compression>> = { gzip: 'gzip', 'x-gzip': 'gzip', zstd: 'zstd' };

/** What Content-Encoding says of the body; null where it says nothing. @throws Fault `unsupported-media-type` */
const codingOf = (request: ApiRequest, isForm: boolean): Compression | null => {
  const coding = request.header('content-encoding')?.trim().toLowerCase() ?? 'identity';
  if (coding === 'identity') return null;
  const known = Object.hasOwn(codings, coding) ? codings[coding] : undefined;
  if (known === undefined || isForm)
    throw new Fault(
      'unsupported-media-type',
      `A ${isForm ? 'form' : 'body'} in the Content-Encoding ${JSON.stringify(coding.slice(0, 40))} is not read.`,
      {
        advice: 'Send it as it is, or a file of gzip or zstd as the body.',
      },
    );
  return known;
};

const refused = /^(image|video|audio|font)\//;

/**
 * The file of a request: its only file part when it is multipart, else its body.
 * @param stallMs how long the file part of a form may take to come
 */
export const incomingFile = async (request: ApiRequest, stallMs: number): Promise<IncomingFile> => {
  const type = request.header('content-type') ?? 'application/octet-stream';
  if (refused.test(type)) throw new Fault('unsupported-media-type', `The content type ${type} is no table.`);
  const isForm = type.startsWith('multipart/form-data');
  const coding = codingOf(request, isForm);
  return isForm ? multipartFile(request, stallMs) : { ...rawFile(request), coding };
};
