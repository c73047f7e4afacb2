import pl from 'nodejs-polars';
import { rm } from 'node:fs/promises';
import { Disk } from '../cleanse/out-of-core/disk';
import { PartFiles } from '../cleanse/out-of-core/part-files';
import { shapeWithout } from '../ingest/row-shape';
import type { RowShapes } from '../ingest/row-shapes';
import { shapeName } from '../ingest/working-copy';

/**
 * Writes the shapes of all rows into a file of their own. They tell no value, but who had one: of columns that have gone for good they tell
 * nothing. What they tell of other hidden columns the output tells too, but for whether what was hidden was a text.
 * @param gone positions of columns
 * @param path of the file, Parquet; what is made on the way lies beside it
 */
export const keepShapes = async (shapes: RowShapes, gone: ReadonlySet<number>, path: string): Promise<void> => {
  const folder = `${path}.parts`;
  const clear = () => rm(folder, { recursive: true, force: true });
  await clear();
  const parts = new PartFiles(new Disk(folder, Infinity));
  for (const some of shapes.all()) {
    const kept = gone.size === 0 ? some : some.map((shape) => shapeWithout(shape, gone));
    parts.add(pl.DataFrame([pl.Series(shapeName, kept, pl.Utf8)]));
  }
  parts.into(path);
  await clear();
};
