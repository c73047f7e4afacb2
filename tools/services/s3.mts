import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Daemon } from './daemon.mts';
import { startContainer, waitFor } from './docker.mts';
import { freePorts } from './ports.mts';
import { findProgram, runProgram } from './programs.mts';
import type { Service, ServiceOptions } from './service.mts';

export interface S3Access {
  readonly endpoint: string;
  readonly accessKey: string;
  readonly secretKey: string;
  readonly region: string;
  readonly bucket: string;
}

const newAccess = (port: number): S3Access => ({
  endpoint: `http://127.0.0.1:${port}`,
  accessKey: `test${randomBytes(6).toString('hex')}`,
  secretKey: randomBytes(20).toString('hex'),
  region: 'us-east-1',
  bucket: 'millrace-test',
});

const makeBucket = async ({ endpoint, accessKey, secretKey, region, bucket }: S3Access): Promise<boolean> => {
  const client = new S3Client({
    endpoint,
    region,
    forcePathStyle: true,
    credentials: { accessKeyId: accessKey, secretAccessKey: secretKey },
  });
  await client.send(new CreateBucketCommand({ Bucket: bucket }));
  return true;
};

const cephPrograms = ['ceph-mon', 'ceph-mgr', 'ceph-osd', 'ceph-authtool', 'monmaptool', 'ceph', 'radosgw', 'radosgw-admin'];
const hasCeph = () => cephPrograms.every((name) => findProgram(name) !== null);

/** The configuration of a Ceph cluster of one, on this machine only, with its objects in memory. */
export const cephConfiguration = (home: string, id: string, [v2, v1, gateway]: readonly number[]): string => `[global]
fsid = ${id}
mon host = [v2:127.0.0.1:${String(v2)},v1:127.0.0.1:${String(v1)}]
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 4
osd pool default pgp num = 4
osd crush chooseleaf type = 0
mon allow pool size one = true
mon data avail crit = 1
run dir = ${home}
admin socket =
log file = ${home}/$name.log
keyring = ${home}/keyring
ms bind ipv6 = false
public addr = 127.0.0.1
[mon.a]
mon data = ${home}/mon
[mgr.x]
mgr data = ${home}/mgr
[osd.0]
osd data = ${home}/osd
osd objectstore = memstore
memstore device bytes = 6442450944
osd scrub load threshold = 2000
[client.rgw]
rgw data = ${home}/rgw
rgw frontends = beast endpoint=127.0.0.1:${String(gateway)}
rgw s3 auth use sts = false
`;

const startCeph = async ({ directory, cleanup }: ServiceOptions): Promise<S3Access> => {
  const home = join(directory, 'ceph');
  rmSync(home, { recursive: true, force: true });
  for (const part of ['mon', 'mgr', 'osd', 'rgw']) mkdirSync(join(home, part), { recursive: true });
  const ports = await freePorts(3);
  const access = newAccess(ports[2] ?? 0);
  const [id, configuration, keyring, monmap] = [randomUUID(), join(home, 'ceph.conf'), join(home, 'keyring'), join(home, 'monmap')];
  writeFileSync(configuration, cephConfiguration(home, id, ports));
  const run = (name: string, ...args: string[]) =>
    runProgram(name, findProgram(name) ?? name, args, { ...process.env, CEPH_CONF: configuration });
  const serve = (program: string, ...args: string[]) => {
    const daemon = new Daemon({
      name: program,
      command: findProgram(program) ?? program,
      args: ['--foreground', '-c', configuration, ...args],
      logFile: join(directory, 'logs', `${program}.log`),
    });
    // Its data is in memory and thrown away: there is nothing to save by waiting.
    cleanup.add(() => daemon.stop(0));
    return daemon;
  };

  const everything = ['mon', 'osd', 'mgr', 'mds'].flatMap((part) => ['--cap', part, 'allow *']);
  await run('ceph-authtool', '--create-keyring', keyring, '--gen-key', '-n', 'mon.', '--cap', 'mon', 'allow *');
  for (const name of ['client.admin', 'client.rgw', 'mgr.x']) await run('ceph-authtool', keyring, '--gen-key', '-n', name, ...everything);
  // A new disk is refused unless its capabilities are exactly these.
  const ofDisk = ['--cap', 'mon', 'allow profile osd', '--cap', 'mgr', 'allow profile osd', '--cap', 'osd', 'allow *'];
  await run('ceph-authtool', keyring, '--gen-key', '-n', 'osd.0', ...ofDisk);
  const monitors = `[v2:127.0.0.1:${String(ports[0])},v1:127.0.0.1:${String(ports[1])}]`;
  await run('monmaptool', '--create', '--clobber', '--fsid', id, '--addv', 'a', monitors, monmap);
  await run('ceph-mon', '-c', configuration, '--mkfs', '-i', 'a', '--monmap', monmap, '--keyring', keyring);
  serve('ceph-mon', '-i', 'a');
  serve('ceph-mgr', '-i', 'x');
  const secret = (await run('ceph-authtool', keyring, '-n', 'osd.0', '-p')).trim();
  const [disk, secrets] = [randomUUID(), join(home, 'osd-secret.json')];
  writeFileSync(secrets, JSON.stringify({ cephx_secret: secret }), { mode: 0o600 });
  await run('ceph', '-c', configuration, '--connect-timeout', '60', 'osd', 'new', disk, '-i', secrets);
  await run('ceph-osd', '-c', configuration, '-i', '0', '--mkfs', '--osd-uuid', disk);
  serve('ceph-osd', '-i', '0');
  const gateway = serve('radosgw', '-n', 'client.rgw');
  const names = ['--uid=test', '--display-name=test', `--access-key=${access.accessKey}`, `--secret-key=${access.secretKey}`];
  await run('radosgw-admin', '-c', configuration, 'user', 'create', ...names);
  await gateway.ready(() => makeBucket(access), 120);
  return access;
};

const startMinio = async ({ directory, cleanup }: ServiceOptions, program: string): Promise<S3Access> => {
  const [port = 0] = await freePorts(1);
  const access = newAccess(port);
  const home = join(directory, 'minio');
  rmSync(home, { recursive: true, force: true });
  mkdirSync(home, { recursive: true });
  const daemon = new Daemon({
    name: 'minio',
    command: program,
    args: ['server', '--address', `127.0.0.1:${port}`, home],
    logFile: join(directory, 'logs', 'minio.log'),
    env: { ...process.env, MINIO_ROOT_USER: access.accessKey, MINIO_ROOT_PASSWORD: access.secretKey },
  });
  cleanup.add(() => daemon.stop());
  await daemon.ready(() => makeBucket(access), 60);
  return access;
};

/** A real S3 server for tests: MinIO where the machine or Docker has it, Ceph's gateway from Debian's packages elsewhere. */
export const s3: Service<S3Access> = {
  name: 's3',
  packages: ['ceph-mon', 'ceph-mgr', 'ceph-osd', 'ceph-common', 'radosgw'],
  isInstalled: () => findProgram('minio') !== null || hasCeph(),
  start(options) {
    const minio = findProgram('minio');
    return minio ? startMinio(options, minio) : startCeph(options);
  },
  async startInDocker({ cleanup }) {
    const { accessKey, secretKey } = newAccess(0);
    const environment = { MINIO_ROOT_USER: accessKey, MINIO_ROOT_PASSWORD: secretKey };
    const port = await startContainer('minio', { image: 'minio/minio', port: 9000, environment, command: ['server', '/data'] }, cleanup);
    const access = { ...newAccess(port), accessKey, secretKey };
    await waitFor('minio in Docker', () => makeBucket(access), 90);
    return access;
  },
};
