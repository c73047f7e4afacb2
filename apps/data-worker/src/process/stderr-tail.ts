import type { Readable } from 'node:stream';

const keptBytes = 16 * 1024;

/** Keeps the end of what a child writes to stderr: enough to classify its death. It may quote cells, so it is never logged whole. */
export class StderrTail {
  private text = '';

  constructor(stream: Readable | null) {
    stream?.setEncoding('utf8');
    stream?.on('data', (chunk: string) => {
      this.text = (this.text + chunk).slice(-keptBytes);
    });
  }

  toString(): string {
    return this.text;
  }
}
