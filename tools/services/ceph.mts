import { randomUUID } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { atEnd } from '../lifecycle.mts';
import { freePort } from './ports.mts';
import { start, until, type Started } from './processes.mts';
import { runProgram, succeeds } from './programs.mts';

export const cephPrograms = ['ceph-mon', 'ceph-mgr', 'ceph-osd', 'ceph-authtool', 'monmaptool', 'ceph', 'radosgw', 'radosgw-admin'];
export const cephPackages = ['ceph-mon', 'ceph-mgr', 'ceph-osd', 'ceph-common', 'radosgw', 'uuid-runtime'];

interface Ports {
  readonly v1: number;
  readonly v2: number;
  readonly http: number;
}

/** A cluster of one, on this machine only, with its objects in memory and no sockets below the folder, which may be a deep one. */
const configOf = (folder: string, id: string, ports: Ports, memory: number): string => `[global]
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
admin socket =
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
rgw gc obj min wait = 5
rgw gc processor period = 5
rgw gc processor max time = 5
`;

const run = (command: string, args: readonly string[]) => runProgram(`${command} ${args[0] ?? ''}`, command, args);

const prepare = async (folder: string, config: string, id: string, { v1, v2 }: Ports): Promise<void> => {
  for (const part of ['mon', 'mgr', 'osd', 'rgw']) mkdirSync(join(folder, part), { recursive: true });
  const keyring = join(folder, 'keyring');
  const everything = ['mon', 'osd', 'mgr'].flatMap((part) => ['--cap', part, 'allow *']);
  await run('ceph-authtool', ['--create-keyring', keyring, '--gen-key', '-n', 'mon.', '--cap', 'mon', 'allow *']);
  for (const name of ['client.admin', 'client.rgw', 'mgr.x', 'osd.0'])
    await run('ceph-authtool', [keyring, '--gen-key', '-n', name, ...everything]);
  const map = join(folder, 'monmap');
  await run('monmaptool', ['--create', '--clobber', '--fsid', id, '--addv', 'a', `[v2:127.0.0.1:${v2},v1:127.0.0.1:${v1}]`, map]);
  await run('ceph-mon', ['-c', config, '--mkfs', '-i', 'a', '--monmap', map, '--keyring', keyring]);
};

export interface S3Keys {
  readonly accessKey: string;
  readonly secretKey: string;
}

/** Ceph's gateway over a cluster of its own under `folder`, which goes with it. Answers its endpoint. */
export const startCeph = async (
  folder: string,
  log: string,
  memory: number,
  { accessKey, secretKey }: S3Keys,
): Promise<Started & { readonly endpoint: string }> => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const remove = () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  const forget = atEnd(remove);
  const ports = { v1: await freePort(), v2: await freePort(), http: await freePort() };
  const [id, config] = [randomUUID(), join(folder, 'ceph.conf')];
  writeFileSync(config, configOf(folder, id, ports, memory));
  const daemons: Started[] = [];
  const serve = (program: string, ...args: string[]) => {
    const started = start(program, ['-c', config, ...args, '-f'], { log });
    daemons.push(started);
    return { child: started.child, log };
  };
  const stop = async () => {
    await Promise.all(daemons.map((daemon) => daemon.stop('SIGKILL')));
    remove();
    forget();
  };
  try {
    await prepare(folder, config, id, ports);
    const monitor = serve('ceph-mon', '-i', 'a');
    const monitorAnswers = () => succeeds('ceph', ['-c', config, '--connect-timeout', '2', 'mon', 'stat']);
    await until('the monitor of the S3 server', monitorAnswers, 60_000, monitor);
    serve('ceph-mgr', '-i', 'x');
    const osd = randomUUID();
    await run('ceph', ['-c', config, 'osd', 'new', osd]);
    await run('ceph-osd', ['-c', config, '-i', '0', '--mkfs', '--osd-uuid', osd]);
    serve('ceph-osd', '-i', '0');
    const gateway = serve('radosgw', '-n', 'client.rgw');
    const endpoint = `http://127.0.0.1:${ports.http}`;
    const answers = () => fetch(endpoint).then(({ ok }) => ok, () => false); // prettier-ignore
    await until('the S3 server', answers, 120_000, gateway);
    const user = ['--uid=test', '--display-name=test', `--access-key=${accessKey}`, `--secret-key=${secretKey}`];
    await run('radosgw-admin', ['-c', config, 'user', 'create', ...user]);
    return { child: gateway.child, stop, endpoint };
  } catch (error) {
    await stop();
    throw error;
  }
};
