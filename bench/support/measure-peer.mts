// Runs a peer over a file in a process of its own, and samples its memory meanwhile.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Peer } from './measured.mts';

export interface Measured {
  readonly wall: number;
  readonly cpu: number;
  /** Most anonymous memory that was seen, in bytes. */
  readonly peak: number;
  readonly result: { readonly stages?: Record<string, number> };
}

const sampleMs = 20;
/** As the worker sets them for its children. */
const ourFlags = ['--max-semi-space-size=1'];
const allocator = {
  MALLOC_ARENA_MAX: '1',
  MALLOC_MMAP_THRESHOLD_: '131072',
  GLIBC_TUNABLES: 'glibc.malloc.tcache_count=0',
  POLARS_ROW_GROUP_PREFETCH_SIZE: '1',
  POLARS_PARQUET_DECODE_TARGET_VALUES_PER_THREAD: '100000',
};

export const measurePeer = async (peer: Peer, file: string, ...more: string[]): Promise<Measured> => {
  const script = join(import.meta.dirname, 'measured.mts');
  const isOurs = peer === 'ours' || peer === 'cleanseOurs' || peer === 'outOfCore';
  const child = spawn(process.execPath, [...process.execArgv, ...(isOurs ? ourFlags : []), script, peer, file, ...more], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...(isOurs ? allocator : {}) },
  });
  let [text, peak] = ['', 0];
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const sampler = setInterval(() => {
    try {
      const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
      peak = Math.max(peak, Number(/RssAnon:\s+(\d+)/.exec(status)?.[1] ?? 0) * 1024);
    } catch {
      // It has just ended.
    }
  }, sampleMs);
  const code = await new Promise((done) => child.once('close', done));
  clearInterval(sampler);
  if (code !== 0) throw new Error(`${peer} ended with ${String(code)} over ${file}`);
  return { ...(JSON.parse(text) as Omit<Measured, 'peak'>), peak };
};
