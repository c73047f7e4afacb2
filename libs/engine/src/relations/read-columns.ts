import pl from 'nodejs-polars';
import { readArrowStream, type TextChunk } from '../columnar/arrow-stream';
import { ByteSink } from '../columnar/byte-sink';
import { releaseMemory } from '../columnar/release-memory';
import { cell } from '../ingest/working-copy';

const rowsAtOnce = 100_000;

/** Reads some columns of a working copy again, in chunks of rows; whoever has seen enough stops. A chunk is good until the next. */
export async function* readColumns(path: string, positions: readonly number[], rows: number): AsyncGenerator<TextChunk[]> {
  const names = positions.map((position) => pl.col(cell(position)));
  const sink = new ByteSink();
  for (let firstRow = 0; firstRow < rows; firstRow += rowsAtOnce) {
    pl.scanParquet(path)
      .select(...names)
      .slice(firstRow, rowsAtOnce)
      .collectSync()
      .writeIPCStream(sink as never);
    yield* readArrowStream(sink.take());
    await releaseMemory();
  }
}
