import { dirname, join } from 'node:path';
import { bring, haveAll, type Service } from './bring.mts';
import { cephPackages, cephPrograms, startCeph } from './ceph.mts';
import { startMinio } from './minio.mts';
import type { Started } from './processes.mts';
import { findProgram } from './programs.mts';

export interface S3Service extends Started {
  /** What the tests read. */
  readonly env: Record<string, string>;
  /** What the platform reads. */
  readonly platformEnv: Record<string, string>;
}

const hasMinio = (): boolean => findProgram('minio') !== null;

export const s3Service: Service = {
  name: 'An S3 server',
  isInstalled: () => hasMinio() || haveAll(cephPrograms),
  packages: [cephPackages],
  variable: 'TEST_S3_ENDPOINT (with TEST_S3_ACCESS_KEY, TEST_S3_SECRET_KEY, TEST_S3_REGION and TEST_S3_BUCKET)',
  inDocker: true,
};

const defaultMemory = 4 * 1024 ** 3;
const keys = { accessKey: 'test', secretKey: 'testsecret' };

/**
 * A real S3 server for tests, with its data below the folder of `log`: Ceph's gateway from Debian's packages, with objects in `memory`
 * bytes of memory, or MinIO where the PATH has it or Docker brings it.
 */
export const startS3 = async (log: string, memory = defaultMemory): Promise<S3Service> => {
  const docker = await bring([s3Service]);
  const folder = join(dirname(log), `s3-${process.pid}`);
  const isInDocker = docker.has(s3Service.name);
  const { endpoint, child, stop } =
    isInDocker || hasMinio() ? await startMinio(folder, log, keys, isInDocker) : await startCeph(folder, log, memory, keys);
  return {
    child,
    stop,
    env: {
      TEST_S3_ENDPOINT: endpoint,
      TEST_S3_ACCESS_KEY: keys.accessKey,
      TEST_S3_SECRET_KEY: keys.secretKey,
      TEST_S3_REGION: 'us-east-1',
      TEST_S3_BUCKET: 'millrace-test',
    },
    platformEnv: {
      S3_ENDPOINT: endpoint,
      S3_ACCESS_KEY_ID: keys.accessKey,
      S3_SECRET_ACCESS_KEY: keys.secretKey,
      S3_BUCKET: 'millrace',
      S3_FORCE_PATH_STYLE: '1',
    },
  };
};
