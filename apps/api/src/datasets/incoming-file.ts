import { Fault } from '@millrace/contracts';
import busboy from 'busboy';
import { type Readable } from 'node:stream';
import type { ApiRequest } from '../http/request';

/** The file of a request, as a stream, and what the request says of it. */
export interface IncomingFile {
  readonly stream: Readable;
  readonly fileName: string;
  /** Form fields that came before the file. */
  readonly fields: Readonly<Record<string, string>>;
  /** True once the stream has ended and nothing of it was lost. */
  readonly isWhole: () => boolean;
  readonly declaredBytes: number | null;
}

const headerBytes = 16 * 1024;

/** What busboy says of a part; a part may come without a file name. */
interface PartInfo {
  readonly filename?: string;
}

const parserOf = (request: ApiRequest): busboy.Busboy => {
  try {
    return busboy({
      headers: request.headers,
      highWaterMark: 256 * 1024,
      fileHwm: 256 * 1024,
      defParamCharset: 'utf8',
      limits: { files: 1, fields: 50, fieldSize: headerBytes },
    });
  } catch (error) {
    throw new Fault('validation-failed', 'The content type of the multipart body names no boundary.', { cause: error });
  }
};

/** @param stallMs how long the file part may take to come */
const firstFile = (request: ApiRequest, stallMs: number): Promise<IncomingFile> => {
  const parser = parserOf(request);
  return new Promise((resolve, reject) => {
    const fields: Record<string, string> = {};
    let [found, broken] = [false, false];
    const late = setTimeout(() => {
      reject(new Fault('upload-too-slow', `The multipart body had no file part within ${stallMs / 1000} s.`));
    }, stallMs);
    const fail = (error: Error) => {
      broken = true;
      clearTimeout(late);
      reject(new Fault('upload-incomplete', 'The multipart body cannot be read to its end.', { cause: error }));
    };
    parser.on('field', (name, value) => {
      fields[name] = value;
    });
    parser.on('file', (_, stream, { filename = 'upload' }: PartInfo) => {
      found = true;
      clearTimeout(late);
      const part = stream;
      // It may break before anybody reads it, and whoever does later is told then: an error that nobody listens for ends the process.
      part.on('error', () => undefined);
      // Without the end of the request the part was cut, even where its stream ends quietly.
      request.once('close', () => {
        if (!request.complete) part.destroy(new Error('the request was cut'));
      });
      parser.once('error', (error) => part.destroy(error as Error));
      resolve({ stream: part, fileName: filename, fields, declaredBytes: null, isWhole: () => !broken && part.truncated !== true });
    });
    parser.on('error', (error) => {
      fail(error as Error);
    });
    parser.on('close', () => {
      clearTimeout(late);
      if (!found) reject(new Fault('validation-failed', 'The multipart body has no file part.'));
    });
    request.once('aborted', () => {
      fail(new Error('the request was cut'));
    });
    request.pipe(parser);
  });
};

const nameFromHeader = (disposition: string | undefined): string | undefined => /filename="?([^";]+)"?/i.exec(disposition ?? '')?.[1];

const rawFile = (request: ApiRequest): IncomingFile => {
  const length = request.header('content-length');
  const query = request.query['fileName'];
  return {
    stream: request,
    fileName: (typeof query === 'string' ? query : undefined) ?? nameFromHeader(request.header('content-disposition')) ?? 'upload',
    fields: {},
    declaredBytes: length === undefined ? null : Number(length),
    isWhole: () => request.complete,
  };
};

const refused = /^(image|video|audio|font)\//;

/** The file of a request: its only file part when it is multipart, else its body. */
export const incomingFile = async (request: ApiRequest, stallMs: number): Promise<IncomingFile> => {
  const type = request.header('content-type') ?? 'application/octet-stream';
  if (refused.test(type)) throw new Fault('unsupported-media-type', `The content type ${type} is no table.`);
  return type.startsWith('multipart/form-data') ? firstFile(request, stallMs) : rawFile(request);
};
