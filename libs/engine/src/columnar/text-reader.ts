import { closeSync, openSync } from 'node:fs';
import { setImmediate as turn } from 'node:timers/promises';
import { readCopyFooter, type CopyFooter } from './copy-footer';
import { FileWindow } from './file-window';
import { joinChunks } from './join-chunks';
import { releaseMemory } from './release-memory';
import type { TextChunk } from './text-chunk';
import { TextPages } from './text-pages';

/** Bytes that may lie about until what is young is given back, and until what has grown old is. */
const youngMost = 4 * 1024 * 1024;
const oldMost = 48 * 1024 * 1024;

const decoder = new TextDecoder();

/** Some cells of a column, from a row on. */
export interface Stretch {
  readonly firstRow: number;
  readonly chunk: TextChunk;
}

/**
 * Reads a working copy column by column, page by page: what is held at once does not grow with the table. A text that the file holds once
 * and numbers many times comes with its number, so that nobody need look at it again.
 */
export class TextReader {
  /** Cells that were read; a whole profile reads each once. */
  cellsRead = 0;
  private young = 0;
  private old = 0;
  private footer: CopyFooter | null = null;
  /** Memory of columns that were read, for the next. */
  private readonly idle: [FileWindow, TextPages][] = [];

  constructor(
    private readonly path: string,
    readonly rows: number,
    readonly width: number,
  ) {}

  private get places(): CopyFooter {
    return (this.footer ??= readCopyFooter(this.path, this.width));
  }

  /** The cells of a column from the first to the last. A chunk is good until the next is asked for. */
  async *column(position: number): AsyncGenerator<Stretch> {
    const { firstRows, isCompressed } = this.places;
    const file = openSync(this.path, 'r');
    const [window, pages] = this.idle.pop() ?? [new FileWindow(), new TextPages(isCompressed)];
    try {
      for (let group = 0; group + 1 < firstRows.length; group += 1) {
        let firstRow = firstRows[group]!;
        for (const chunk of pages.read(this.openChunk(file, window, group, position), this.rowsOf(group))) {
          yield { firstRow, chunk };
          firstRow += chunk.length;
          this.cellsRead += chunk.length;
          pages.freePage();
        }
        pages.freeDictionary();
        await turn();
      }
    } finally {
      closeSync(file);
      this.idle.push([window, pages]);
    }
  }

  /** The cells of some columns, all of the same rows at once. The chunks are good until the next are asked for. */
  async *columns(positions: readonly number[]): AsyncGenerator<TextChunk[]> {
    const { firstRows, isCompressed } = this.places;
    const file = openSync(this.path, 'r');
    const window = new FileWindow();
    try {
      for (let group = 0; group + 1 < firstRows.length; group += 1) {
        const pages = positions.map(() => new TextPages(isCompressed));
        const chunks = positions.map((position, at) =>
          joinChunks(pages[at]!.read(this.openChunk(file, window, group, position), this.rowsOf(group))),
        );
        this.cellsRead += chunks.reduce((sum, { length }) => sum + length, 0);
        yield chunks;
        for (const one of pages) await this.release(one);
      }
    } finally {
      closeSync(file);
    }
  }

  /** The text of one cell; null where it is absent. */
  cellAt(row: number, position: number): string | null {
    const { firstRows, isCompressed } = this.places;
    const group = firstRows.findLastIndex((firstRow) => firstRow <= row);
    const inGroup = row - firstRows[group]!;
    const [file, pages] = [openSync(this.path, 'r'), new TextPages(isCompressed)];
    let before = 0;
    const isWanted = (firstRow: number, rows: number) => {
      before = firstRow;
      return inGroup >= firstRow && inGroup < firstRow + rows;
    };
    try {
      for (const { places, data } of pages.read(this.openChunk(file, new FileWindow(), group, position), this.rowsOf(group), isWanted)) {
        const at = (inGroup - before) * 2;
        return places[at]! < 0 ? null : decoder.decode(data.subarray(places[at], places[at + 1]));
      }
      return null;
    } finally {
      closeSync(file);
    }
  }

  private rowsOf(group: number): number {
    const { firstRows } = this.places;
    return firstRows[group + 1]! - firstRows[group]!;
  }

  private openChunk(file: number, window: FileWindow, group: number, position: number): FileWindow {
    const { starts, bytes, width, end } = this.places;
    window.open(file, starts[group * width + position]!, bytes[group * width + position]!, end);
    return window;
  }

  private async release(pages: TextPages): Promise<void> {
    this.young += pages.madeBytes;
    pages.madeBytes = 0;
    if (this.young <= youngMost) return;
    this.old += this.young;
    this.young = 0;
    await releaseMemory(this.old > oldMost ? 'major' : 'minor');
    if (this.old > oldMost) this.old = 0;
  }
}
