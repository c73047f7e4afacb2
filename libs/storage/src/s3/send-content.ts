import { PutObjectCommand, type UploadPartCommand } from '@aws-sdk/client-s3';
import { Readable } from 'node:stream';
import type { Bucket } from './bucket';
import { persist } from './s3-faults';

/** Bytes that can be read more than once. */
export interface Content {
  readonly bytes: number;
  /** 64 lower-case hexadecimal digits. */
  readonly sha256: string;
  readonly open: () => AsyncIterable<Uint8Array>;
}

type Command = PutObjectCommand | UploadPartCommand;
type Make = (body: { readonly Body: Readable | Uint8Array; readonly ContentLength: number }) => Command;

/** Signs the content's hash, so that the server refuses what was damaged on its way: the SDK signs a stream unseen. */
const declareHash = (command: Command, sha256: string): void => {
  const stack = command.middlewareStack as UploadPartCommand['middlewareStack'];
  stack.add(
    (next) => (args) => {
      (args.request as { headers: Record<string, string> }).headers['x-amz-content-sha256'] = sha256;
      return next(args);
    },
    { step: 'build', name: 'declareHash' },
  );
};

/** What breaks the content breaks the request. */
const tryOnce = async ({ client }: Bucket, content: Content, make: Make, signal?: AbortSignal): Promise<string | undefined> => {
  const broken = new AbortController();
  const stream = Readable.from(content.open(), { objectMode: false });
  stream.once('error', (error) => broken.abort(error));
  const command = make({ Body: content.bytes === 0 ? Buffer.alloc(0) : stream, ContentLength: content.bytes });
  declareHash(command, content.sha256);
  const options = { abortSignal: AbortSignal.any(signal ? [broken.signal, signal] : [broken.signal]) };
  try {
    return (await (command instanceof PutObjectCommand ? client.send(command, options) : client.send(command, options))).ETag;
  } catch (error) {
    broken.signal.throwIfAborted();
    throw error;
  } finally {
    stream.destroy();
  }
};

/**
 * Sends content as the body of a request, until it is taken; answers its tag.
 * @throws as `persist` does
 */
export const sendContent = (
  bucket: Bucket,
  operation: string,
  content: Content,
  make: Make,
  signal?: AbortSignal,
): Promise<string | undefined> =>
  persist(operation, () => bucket.sending.use(() => tryOnce(bucket, content, make, signal), signal), signal);
