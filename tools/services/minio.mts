import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { atEnd } from '../lifecycle.mts';
import type { S3Keys } from './ceph.mts';
import { startContainer } from './docker.mts';
import { images } from './images.mts';
import { freePort } from './ports.mts';
import { start, until, type Started } from './processes.mts';

/** MinIO over a folder below `folder`, which goes with it: the machine's own, or one in Docker. Answers its endpoint. */
export const startMinio = async (
  folder: string,
  log: string,
  { accessKey, secretKey }: S3Keys,
  inDocker: boolean,
): Promise<Started & { readonly endpoint: string }> => {
  const port = await freePort();
  const data = join(folder, 'objects');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(data, { recursive: true });
  const remove = () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  const forget = atEnd(remove);
  const environment = { MINIO_ROOT_USER: accessKey, MINIO_ROOT_PASSWORD: secretKey };
  const container = { image: images.s3, port: 9000, command: ['server', '/data'], environment, data: { from: data, to: '/data' } };
  const started = inDocker
    ? await startContainer('s3', port, container, log)
    : start('minio', ['server', '--address', `127.0.0.1:${port}`, data], { log, env: { ...process.env, ...environment } });
  const endpoint = `http://127.0.0.1:${port}`;
  const answers = () => fetch(`${endpoint}/minio/health/ready`).then(({ ok }) => ok, () => false); // prettier-ignore
  await until('MinIO', answers, 120_000, { child: started.child, log });
  const stop = async (signal?: NodeJS.Signals) => {
    await started.stop(signal);
    remove();
    forget();
  };
  return { child: started.child, stop, endpoint };
};
