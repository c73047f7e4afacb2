import { Fault } from '@millrace/contracts';
import { newId } from '@millrace/platform';
import { createReadStream } from 'node:fs';
import { copyFile, link, mkdir, open, opendir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { Readable } from 'node:stream';
import { Digest } from '../digesting';
import { assertKey } from '../object-key';
import type { ByteRange, Fetched, Listed, ObjectStore, PutOptions, Stored } from '../object-store';

const codeOf = (error: unknown): unknown => (typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined);
const isAbsent = (error: unknown): boolean => codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR';

const unavailable = (error: unknown): never => {
  if (error instanceof Fault) throw error;
  throw new Fault('storage-unavailable', `The folder of the object store cannot be used (${JSON.stringify(codeOf(error))}).`, {
    cause: error,
  });
};

/** Objects as files below a folder. Written beside their place, synced and renamed, so that a reader sees a whole object or none. */
export class FilesystemStore implements ObjectStore {
  private readonly root: string;
  private readonly incoming: string;

  constructor(root: string) {
    this.root = resolve(root, 'objects');
    this.incoming = resolve(root, 'incoming');
  }

  async put(key: string, source: AsyncIterable<Uint8Array>, { signal }: PutOptions = {}): Promise<Stored> {
    const target = this.pathOf(key);
    const temporary = join(this.incoming, newId());
    try {
      const stored = await this.write(temporary, source, signal);
      await mkdir(dirname(target), { recursive: true });
      await rename(temporary, target);
      return stored;
    } catch (error) {
      await rm(temporary, { force: true });
      signal?.throwIfAborted();
      throw error;
    }
  }

  async get(key: string, range?: ByteRange): Promise<Fetched> {
    const { bytes: totalBytes } = (await this.head(key)) ?? notFound();
    const start = range?.start ?? 0;
    const end = Math.min(range?.end ?? totalBytes - 1, totalBytes - 1);
    const stream = end < start ? Readable.from([]) : createReadStream(this.pathOf(key), { start, end });
    return { stream, bytes: Math.max(0, end - start + 1), totalBytes };
  }

  async getToFile(key: string, path: string): Promise<void> {
    const source = this.pathOf(key);
    await rm(path, { force: true });
    try {
      await link(source, path).catch(() => copyFile(source, path));
    } catch (error) {
      if (isAbsent(error)) notFound();
      unavailable(error);
    }
  }

  async localPath(key: string): Promise<string | null> {
    return (await this.head(key)) === null ? null : this.pathOf(key);
  }

  async head(key: string): Promise<{ bytes: number } | null> {
    try {
      const found = await stat(this.pathOf(key));
      return found.isFile() ? { bytes: found.size } : null;
    } catch (error) {
      return isAbsent(error) ? null : unavailable(error);
    }
  }

  async delete(key: string): Promise<void> {
    await rm(this.pathOf(key), { force: true }).catch(unavailable);
  }

  async deletePrefix(prefix: string): Promise<number> {
    let deleted = 0;
    for await (const { key } of this.list(prefix)) {
      await this.delete(key);
      deleted += 1;
    }
    if (prefix.endsWith('/')) await rm(this.pathOf(prefix.slice(0, -1)), { recursive: true, force: true }).catch(unavailable);
    return deleted;
  }

  async *list(prefix: string): AsyncIterable<Listed> {
    const folder = this.pathOf(prefix.slice(0, Math.max(0, prefix.lastIndexOf('/'))) || '.', true);
    const entries = await opendir(folder, { recursive: true }).catch((error: unknown) => (isAbsent(error) ? null : unavailable(error)));
    if (!entries) return;
    for await (const entry of entries) {
      if (!entry.isFile()) continue;
      const path = join(entry.parentPath, entry.name);
      const key = relative(this.root, path).split(sep).join('/');
      if (!key.startsWith(prefix)) continue;
      const found = await stat(path).catch(() => null);
      if (found) yield { key, bytes: found.size, modifiedAt: found.mtime };
    }
  }

  presign(): Promise<null> {
    return Promise.resolve(null);
  }

  async check(): Promise<void> {
    await Promise.all([mkdir(this.root, { recursive: true }), mkdir(this.incoming, { recursive: true })]).catch(unavailable);
  }

  private pathOf(key: string, isFolder = false): string {
    if (!(isFolder && key === '.')) assertKey(key);
    return join(this.root, key);
  }

  private async write(path: string, source: AsyncIterable<Uint8Array>, signal: AbortSignal | undefined): Promise<Stored> {
    await mkdir(this.incoming, { recursive: true }).catch(unavailable);
    const file = await open(path, 'wx').catch(unavailable);
    const digest = new Digest();
    try {
      for await (const chunk of source) {
        signal?.throwIfAborted();
        digest.update(chunk);
        for (let at = 0; at < chunk.byteLength;) at += (await file.write(chunk, at).catch(unavailable)).bytesWritten;
      }
      signal?.throwIfAborted();
      await file.datasync();
    } finally {
      await file.close();
    }
    return digest.result();
  }
}

const notFound = (): never => {
  throw new Fault('not-found', 'The object is not in the store.');
};
