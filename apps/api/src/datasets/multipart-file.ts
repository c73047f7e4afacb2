import { Fault, type Compression } from '@millrace/contracts';
import busboy from 'busboy';
import type { Readable } from 'node:stream';
import type { ApiRequest } from '../http/request';

/** The file of a request, as a stream, and what the request says of it. */
export interface IncomingFile {
  readonly stream: AsyncIterable<Buffer>;
  readonly fileName: string;
  /** The form fields; none where the file is the body. */
  readonly fields: Readonly<Record<string, string>>;
  readonly declaredBytes: number | null;
  /** What its content is said to be; null where nothing is. */
  readonly coding: Compression | null;
  /** Resolves once the request has ended with nothing lost and nothing left over. @throws Fault where it has not */
  readonly settled: () => Promise<void>;
}

const fieldBytes = 16 * 1024;
const mostFields = 50;

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
      limits: { files: 1, fields: mostFields, fieldSize: fieldBytes },
    });
  } catch (error) {
    throw new Fault('validation-failed', 'The content type of the multipart body names no boundary.', { cause: error });
  }
};

const refused = (field: string, message: string): Fault =>
  new Fault('validation-failed', `${field}: ${message}`, { evidence: { errors: [{ field, message }] } });
const cut = (cause: unknown): Fault => new Fault('upload-incomplete', 'The multipart body cannot be read to its end.', { cause });

/** Of a part that is ended because of a fault, the fault is told and not how the part ended. */
async function* chunksOf(part: Readable, fault: () => Fault | null): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of part) yield chunk as Buffer;
  } catch (error) {
    throw fault() ?? error;
  }
}

/**
 * The one file of a form, which may have fields before it and nothing after it: what comes later can change nothing any more, and is
 * refused rather than ignored.
 * @param stallMs how long the file part may take to come
 */
export const multipartFile = (request: ApiRequest, stallMs: number): Promise<IncomingFile> => {
  const parser = parserOf(request);
  return new Promise((resolve, reject) => {
    const fields = new Map<string, string>();
    const end = Promise.withResolvers<undefined>();
    end.promise.catch(() => undefined);
    let part: Readable | null = null;
    let fault: Fault | null = null;
    const late = setTimeout(() => {
      fail(new Fault('upload-too-slow', `The multipart body had no file part within ${stallMs / 1000} s.`));
    }, stallMs);
    const fail = (why: Fault) => {
      clearTimeout(late);
      fault ??= why;
      reject(fault);
      end.reject(fault);
      part?.destroy(fault);
    };
    parser.on('field', (name, value, { nameTruncated, valueTruncated }) => {
      if (part) fail(refused(name, 'comes after the file; every field must come before it'));
      else if (fields.has(name)) fail(refused(name, 'is given twice'));
      else if (nameTruncated || valueTruncated) fail(refused(name.slice(0, 100), `is longer than ${fieldBytes} bytes`));
      else fields.set(name, value);
    });
    parser.on('fieldsLimit', () => {
      fail(new Fault('validation-failed', `The form has more than ${mostFields} fields.`));
    });
    parser.on('filesLimit', () => {
      fail(refused('file', 'is there twice; a form has one file, each further one needs a request of its own'));
    });
    parser.on('file', (_, stream, { filename = 'upload' }: PartInfo) => {
      part = stream;
      clearTimeout(late);
      // It may break before anybody reads it, and whoever does later is told then: an error that nobody listens for ends the process.
      part.on('error', () => undefined);
      // Without the end of the request the part was cut, even where its stream ends quietly.
      request.once('close', () => {
        if (!request.complete) fail(cut(new Error('the request was cut')));
      });
      const told = Object.fromEntries(fields);
      resolve({
        stream: chunksOf(stream, () => fault),
        fileName: filename,
        fields: told,
        declaredBytes: null,
        coding: null,
        settled: () => end.promise,
      });
    });
    parser.on('error', (error) => {
      fail(cut(error));
    });
    parser.on('close', () => {
      if (!part) fail(new Fault('validation-failed', 'The multipart body has no file part.'));
      end.resolve(undefined);
    });
    request.once('aborted', () => {
      fail(cut(new Error('the request was cut')));
    });
    request.pipe(parser);
  });
};
