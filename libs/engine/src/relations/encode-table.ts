import pl, { type DataFrame, type LazyDataFrame } from 'nodejs-polars';
import { readArrowStream } from '../columnar/arrow-stream';
import { ByteSink } from '../columnar/byte-sink';
import { cell } from '../ingest/working-copy';
import { CodeBook, type CodedColumn, type CodedTable } from './coded-column';

const encodeColumn = (table: LazyDataFrame, position: number, rows: number, sink: ByteSink): CodedColumn => {
  table
    .select(pl.col(cell(position)))
    .collectSync()
    .writeIPCStream(sink as never);
  const book = new CodeBook(rows);
  for (const [chunk] of readArrowStream(sink.take())) if (chunk) book.add(chunk);
  return book.finish();
};

/** The columns at some positions of a frame of text columns `c0…cN`, one after another, as numbers. */
export const encodeFrame = (frame: DataFrame, positions: readonly number[]): CodedTable => {
  const [sink, rows, lazy] = [new ByteSink(), frame.height, frame.lazy()];
  return { rows, columns: positions.map((position) => encodeColumn(lazy, position, rows, sink)) };
};
