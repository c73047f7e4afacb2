import { Fault, type Ingest, type ReadOptions } from '@millrace/contracts';
import pl from 'nodejs-polars';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ingest } from '../ingest';

interface ReadBack extends Ingest {
  readonly names: string[];
  readonly table: (string | null)[][];
}

/** Ingests contents in a folder of its own for each test, and reads the working copy back. */
export class ScratchIngest {
  folder = '';

  async begin(): Promise<void> {
    this.folder = await mkdtemp(join(tmpdir(), 'ingest-'));
  }

  async end(): Promise<void> {
    await rm(this.folder, { recursive: true });
  }

  get asidePath(): string {
    return join(this.folder, 'aside');
  }

  async read(content: string | Buffer, options: ReadOptions = {}): Promise<ReadBack> {
    const [sourcePath, outputPath] = [join(this.folder, 'in'), join(this.folder, 'out.parquet')];
    await writeFile(sourcePath, content);
    const found = await ingest({ sourcePath, options, outputPath, asidePath: this.asidePath });
    const rows = pl.scanParquet(outputPath).collectSync().toRecords() as Record<string, string | null>[];
    const names = found.columns.map(({ name }) => name);
    return { ...found, names, table: rows.map((row) => names.map((_, position) => row[`c${position}`] ?? null)) };
  }

  /** The code and place of the fault that a content meets; null when it meets none, other errors as text. */
  faultOf(content: string | Buffer, options: ReadOptions = {}): Promise<unknown> {
    return this.read(content, options).then(
      () => null,
      (error: unknown) => (error instanceof Fault ? { code: error.code, ...error.place } : String(error)),
    );
  }
}
