import { Fault } from '@millrace/contracts';
import { newId } from '@millrace/platform';
import { copyFile, link, mkdir, open, opendir, rm, stat } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { Readable } from 'node:stream';
import { Digest } from '../digesting';
import { assertDeletablePrefix, assertKey } from '../object-key';
import type { ByteRange, Fetched, Listed, ObjectStore, PutOptions, Stored } from '../object-store';
import { isAbsent, isNotEmpty, notFoundOr, unavailable } from './file-faults';
import { publishFile } from './publish-file';

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
      await publishFile(temporary, target, dirname(this.root)).catch(unavailable);
      return stored;
    } catch (error) {
      await rm(temporary, { force: true }).catch(() => undefined);
      signal?.throwIfAborted();
      throw error;
    }
  }

  async get(key: string, range?: ByteRange): Promise<Fetched> {
    // Opened before it is measured: an object that replaces it meanwhile is another file.
    const file = await open(this.pathOf(key)).catch(notFoundOr);
    try {
      const found = await file.stat();
      if (!found.isFile()) throw new Fault('not-found', 'The object is not in the store.');
      const totalBytes = found.size;
      const start = range?.start ?? 0;
      const end = Math.min(range?.end ?? totalBytes - 1, totalBytes - 1);
      if (end >= start) return { stream: file.createReadStream({ start, end }), bytes: end - start + 1, totalBytes };
      await file.close();
      return { stream: Readable.from([]), bytes: 0, totalBytes };
    } catch (error) {
      await file.close();
      return unavailable(error);
    }
  }

  async getToFile(key: string, path: string): Promise<void> {
    const source = this.pathOf(key);
    await rm(path, { force: true });
    try {
      await link(source, path).catch(() => copyFile(source, path));
    } catch (error) {
      notFoundOr(error);
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
    assertDeletablePrefix(prefix);
    let deleted = 0;
    for await (const { key } of this.list(prefix)) {
      await this.delete(key);
      deleted += 1;
    }
    // An object that was put there meanwhile keeps its folder.
    const unlessInUse = (error: unknown) => (isNotEmpty(error) ? undefined : unavailable(error));
    if (prefix.endsWith('/')) await rm(this.pathOf(prefix.slice(0, -1)), { recursive: true, force: true }).catch(unlessInUse);
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

  async sweep(olderThanMs: number, signal?: AbortSignal): Promise<number> {
    const before = Date.now() - olderThanMs;
    let swept = 0;
    const entries = await opendir(this.incoming).catch((error: unknown) => (isAbsent(error) ? null : unavailable(error)));
    if (!entries) return swept;
    for await (const entry of entries) {
      signal?.throwIfAborted();
      const path = join(this.incoming, entry.name);
      const found = await stat(path).catch(() => null);
      if (!found || found.mtimeMs > before) continue;
      await rm(path, { force: true, recursive: true }).catch(unavailable);
      swept += 1;
    }
    return swept;
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
