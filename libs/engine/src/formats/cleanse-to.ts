import { Fault, type Ingest, type Manifest, type OutputFormat } from '@millrace/contracts';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import pl from 'nodejs-polars';
import type { Cleansed } from '../cleanse/cleanse';
import { readOutput } from '../cleanse/read-output';
import { cleanseWithin, type CleansedWithin, type CleanseWithinRequest } from '../cleanse/out-of-core/cleanse-within';
import { cell, scanCells } from '../ingest/working-copy';
import { hashFile } from '../undo/hash-file';
import { mediaTypeOf, writeAs, type NamedTable } from './write-as';

export interface CleanseToRequest extends CleanseWithinRequest {
  /** A form in which the table is written besides its own. */
  readonly to?: OutputFormat | undefined;
  /** The file that came, for its hash, where `source` is left out. */
  readonly inputPath?: string | undefined;
  /** What must come out again, byte for byte. */
  readonly manifest?: Manifest | null | undefined;
}

export interface CleansedTo extends CleansedWithin {
  /** The table in the form that was asked for; null where none was. */
  readonly exported: { readonly path: string; readonly fileName: string; readonly mediaType: string } | null;
}

/** The table as it was written, read again: whatever lane has written it. A table without rows is not read. */
const readAgain = async (found: Cleansed, read: Ingest, folder: string): Promise<NamedTable> => {
  const { columns, rowsOut } = found;
  const table = { rows: rowsOut, names: columns, ingest: read };
  const empty = () => pl.DataFrame(Object.fromEntries(columns.map((_, at) => [cell(at), pl.Series(cell(at), [], pl.Utf8)]))).lazy();
  if (rowsOut === 0) return { ...table, table: empty() };
  const { workingCopyPath } = await readOutput(found, read, folder);
  return { ...table, table: scanCells(workingCopyPath) };
};

const assertMet = (wanted: Manifest, made: Manifest): void => {
  const differ = [
    ...(['input', 'output'] as const).filter((part) => wanted[part].sha256 !== null && wanted[part].sha256 !== made[part].sha256),
    ...(wanted.exported && wanted.exported.sha256 !== made.exported?.sha256 ? ['exported'] : []),
  ];
  if (differ.length > 0)
    throw new Fault('manifest-not-met', `Other bytes than the manifest says: ${differ.join(', ')}.`, {
      evidence: { differ, engine: [wanted.engine, made.engine] },
    });
};

/**
 * Cleanses a working copy, and writes the table in another form as well where that is asked for; the manifest has the hashes of both.
 * @throws Fault as `cleanse` does; `does-not-fit-workbook`; `manifest-not-met` where other bytes come out than the manifest says
 */
export const cleanseTo = async ({ to, manifest: wanted, inputPath, ...request }: CleanseToRequest): Promise<CleansedTo> => {
  const found = await cleanseWithin(request);
  const { input } = found.manifest;
  const sha256 = input.sha256 ?? (inputPath === undefined ? null : await hashFile(inputPath));
  const manifest: Manifest = { ...found.manifest, input: { ...input, sha256 } };
  const as = wanted?.exported?.as ?? to;
  if (as === undefined) {
    if (wanted) assertMet(wanted, manifest);
    return { ...found, manifest, exported: null };
  }
  const fileName = `export.${as.format}`;
  const path = join(request.outputDir, fileName);
  // JSON lines are exported as they are: their values are of the kinds that they came with.
  if (mediaTypeOf(as) === found.output.mediaType && as.format === 'ndjson') await copyFile(found.output.path, path);
  else await writeAs(await readAgain(found, request.ingest, request.outputDir), as, path);
  const withExport: Manifest = { ...manifest, exported: { as, sha256: await hashFile(path) } };
  if (wanted) assertMet(wanted, withExport);
  return { ...found, manifest: withExport, exported: { path, fileName, mediaType: mediaTypeOf(as) } };
};
