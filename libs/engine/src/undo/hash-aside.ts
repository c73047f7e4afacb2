import { stat } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import { hashFile } from './hash-file';

/** A thread takes longer to begin than a smaller file to be hashed. */
const leastBytes = 64 * 1024 * 1024;

/** As text, since a thread is given one that is the same however this code is compiled. */
const program = `
const { createHash } = require('node:crypto');
const { openSync, readSync } = require('node:fs');
const { parentPort, workerData } = require('node:worker_threads');
const [hash, buffer, file] = [createHash('sha256'), Buffer.allocUnsafe(1 << 20), openSync(workerData)];
for (let read = readSync(file, buffer); read > 0; read = readSync(file, buffer)) hash.update(buffer.subarray(0, read));
parentPort.postMessage(hash.digest('hex'));
`;

/** As `hashFile`, on a thread of its own where the file is large: others go on meanwhile. */
export const hashAside = async (path: string): Promise<string> => {
  const { size } = await stat(path);
  if (size < leastBytes) return hashFile(path);
  return new Promise((resolve, reject) => {
    const thread = new Worker(program, { eval: true, workerData: path, execArgv: [], stdout: false });
    thread.once('message', resolve);
    thread.once('error', reject);
    thread.once('exit', (code) => reject(new Error(`the thread that hashes ${path} has ended with ${code}`)));
  });
};
