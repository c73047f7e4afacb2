import { randomUUID } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureCommand } from './install.mts';
import { freePort, start, until, type Started } from './processes.mts';

const packages = ['ceph-mon', 'ceph-mgr', 'ceph-osd', 'ceph-common', 'radosgw', 'uuid-runtime'];
const defaultMemory = 4 * 1024 ** 3;

const run = (command: string, args: readonly string[]): void => {
  const done = spawnSync(command, args, { encoding: 'utf8' });
  if (done.status !== 0) throw new Error(`${command} ${args[0] ?? ''} failed: ${done.stderr}`);
};

const configOf = (folder: string, id: string, ports: { v1: number; v2: number; http: number }, memory: number): string => `[global]
fsid = ${id}
mon host = [v2:127.0.0.1:${ports.v2},v1:127.0.0.1:${ports.v1}]
public addr = 127.0.0.1
ms bind ipv6 = false
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 4
osd pool default pgp num = 4
osd crush chooseleaf type = 0
mon allow pool size one = true
mon data avail crit = 1
run dir = ${folder}
admin socket = ${folder}/$name.asok
pid file = ${folder}/$name.pid
log file = ${folder}/$name.log
keyring = ${folder}/keyring
[mon.a]
mon data = ${folder}/mon
[mgr.x]
mgr data = ${folder}/mgr
[osd.0]
osd data = ${folder}/osd
osd objectstore = memstore
memstore device bytes = ${memory}
[client.rgw]
rgw data = ${folder}/rgw
rgw frontends = beast endpoint=127.0.0.1:${ports.http}
`;

const prepare = (folder: string, config: string, id: string, v1: number, v2: number): void => {
  for (const part of ['mon', 'mgr', 'osd', 'rgw']) mkdirSync(join(folder, part), { recursive: true });
  const keyring = join(folder, 'keyring');
  run('ceph-authtool', ['--create-keyring', keyring, '--gen-key', '-n', 'mon.', '--cap', 'mon', 'allow *']);
  run('ceph-authtool', [
    keyring,
    '--gen-key',
    '-n',
    'client.admin',
    '--cap',
    'mon',
    'allow *',
    '--cap',
    'osd',
    'allow *',
    '--cap',
    'mgr',
    'allow *',
  ]);
  for (const name of ['client.rgw', 'mgr.x', 'osd.0'])
    run('ceph-authtool', [
      keyring,
      '--gen-key',
      '-n',
      name,
      '--cap',
      'mon',
      'allow *',
      '--cap',
      'osd',
      'allow *',
      '--cap',
      'mgr',
      'allow *',
    ]);
  const map = join(folder, 'monmap');
  run('monmaptool', ['--create', '--clobber', '--fsid', id, '--addv', 'a', `[v2:127.0.0.1:${v2},v1:127.0.0.1:${v1}]`, map]);
  run('ceph-mon', ['-c', config, '--mkfs', '-i', 'a', '--monmap', map, '--keyring', keyring]);
};

export interface S3Service extends Started {
  /** What the tests read. */
  readonly env: Record<string, string>;
  /** What the platform reads. */
  readonly platformEnv: Record<string, string>;
}

/** A real S3 server (Ceph's gateway) with its data in memory, for tests. */
export const startS3 = async (log: string, memory = defaultMemory): Promise<S3Service> => {
  ensureCommand('radosgw', packages);
  const folder = join(tmpdir(), `millrace-s3-${process.pid}`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const [v1, v2, http] = [await freePort(), await freePort(), await freePort()];
  const [id, config] = [randomUUID(), join(folder, 'ceph.conf')];
  writeFileSync(config, configOf(folder, id, { v1, v2, http }, memory));
  prepare(folder, config, id, v1, v2);
  const daemons = [start('ceph-mon', ['-c', config, '-i', 'a', '-f'], { log })];
  await until(
    'the monitor of the S3 server',
    () => spawnSync('ceph', ['-c', config, '--connect-timeout', '2', 'mon', 'stat'], { stdio: 'ignore' }).status === 0,
    60_000,
  );
  daemons.push(start('ceph-mgr', ['-c', config, '-i', 'x', '-f'], { log }));
  const osd = randomUUID();
  run('ceph', ['-c', config, 'osd', 'new', osd]);
  run('ceph-osd', ['-c', config, '-i', '0', '--mkfs', '--osd-uuid', osd]);
  daemons.push(
    start('ceph-osd', ['-c', config, '-i', '0', '-f'], { log }),
    start('radosgw', ['-c', config, '-n', 'client.rgw', '-f'], { log }),
  );
  const url = `http://127.0.0.1:${http}`;
  await until(
    'the S3 server',
    () =>
      fetch(url).then(
        (answer) => answer.ok,
        () => false,
      ),
    120_000,
  );
  run('radosgw-admin', [
    '-c',
    config,
    'user',
    'create',
    '--uid=test',
    '--display-name=test',
    '--access-key=test',
    '--secret-key=testsecret',
  ]);
  const stop = async () => {
    await Promise.all(daemons.reverse().map((daemon) => daemon.stop('SIGKILL')));
    rmSync(folder, { recursive: true, force: true });
  };
  return {
    child: daemons[0]!.child,
    stop,
    env: {
      TEST_S3_ENDPOINT: url,
      TEST_S3_ACCESS_KEY: 'test',
      TEST_S3_SECRET_KEY: 'testsecret',
      TEST_S3_REGION: 'us-east-1',
      TEST_S3_BUCKET: 'millrace-test',
    },
    platformEnv: {
      S3_ENDPOINT: url,
      S3_ACCESS_KEY_ID: 'test',
      S3_SECRET_ACCESS_KEY: 'testsecret',
      S3_BUCKET: 'millrace',
      S3_FORCE_PATH_STYLE: '1',
    },
  };
};
