import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { dockerArguments } from './docker.mjs';
import { images } from './images.mjs';

const container = {
  image: 'redis:7.4-alpine',
  port: 6379,
  command: ['redis-server', '--save', ''],
  environment: { PASSWORD: 'a secret' },
  data: { from: '/project/.millrace/redis', to: '/data' },
};

test('a container listens on this machine only, is removed at its end, and keeps its data in our folder', () => {
  const args = dockerArguments('millrace-redis-1', 4000, container, { uid: 0, gid: 0 });
  expect(args).toEqual([
    'run',
    ...['--rm', '--name', 'millrace-redis-1', '--label', 'millrace=1', '--publish', '127.0.0.1:4000:6379', '--env', 'PASSWORD'],
    ...['--volume', '/project/.millrace/redis:/data', 'redis:7.4-alpine', 'redis-server', '--save', ''],
  ]);
});

test('its files belong to whoever started it, so that they can be removed again', () => {
  const args = dockerArguments('name', 4000, container, { uid: 1000, gid: 100 });
  expect(args.slice(args.indexOf('--user'))).toEqual(expect.arrayContaining(['--user', '1000:100']));
});

test('no secret stands in a command line', () => {
  expect(dockerArguments('name', 4000, container, { uid: 0, gid: 0 }).join(' ')).not.toContain('a secret');
});

test('every image is pinned, and the same as in the compose file where that has it', () => {
  for (const image of Object.values(images)) expect(image).toMatch(/:[A-Za-z_.-]*\d[\w.-]*$/);
  const compose = parse(readFileSync(join(__dirname, '../../docker-compose.yml'), 'utf8')) as {
    services: Record<string, { image?: string }>;
  };
  expect([compose.services['redis']?.image, compose.services['minio']?.image]).toEqual([images.redis, images.s3]);
});
