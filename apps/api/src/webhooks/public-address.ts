import { Fault } from '@millrace/contracts';
import { lookup } from 'node:dns';
import { lookup as lookupAll } from 'node:dns/promises';
import { BlockList, isIP, type LookupFunction } from 'node:net';

const closed = new BlockList();
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const)
  closed.addSubnet(net, bits, 'ipv4');
for (const [net, bits] of [
  ['::', 127],
  ['64:ff9b::', 96],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const)
  closed.addSubnet(net, bits, 'ipv6');

const isClosed = (address: string): boolean => {
  const [, mapped] = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address) ?? [];
  return mapped ? closed.check(mapped, 'ipv4') : closed.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
};

/** As `dns.lookup`, but fails for a name that leads to a closed address; for the connection itself. */
export const lookupPublic: LookupFunction = (host, options, done) => {
  lookup(host, { ...options, all: true }, (error, addresses) => {
    const [first] = addresses;
    if (error || !first) done(error ?? new Error('the host is not known'), '');
    else if (addresses.some(({ address }) => isClosed(address))) done(new Error('the host leads to a private address'), '');
    else if (options.all) done(null, addresses);
    else done(null, first.address, first.family);
  });
};

/** Refuses a URL that leads into the platform's own network. @throws Fault `validation-failed` */
export const assertPublic = async (url: string, allowPrivate: boolean): Promise<void> => {
  const { protocol, hostname } = new URL(url);
  if (protocol !== 'https:' && protocol !== 'http:') throw new Fault('validation-failed', 'A webhook is called by http or https.');
  if (allowPrivate) return;
  const host = hostname.replace(/^\[|\]$/g, '');
  const addresses = isIP(host) ? [{ address: host }] : await lookupAll(host, { all: true }).catch(() => []);
  if (addresses.length === 0) throw new Fault('validation-failed', 'The host of the webhook is not known.');
  if (addresses.some(({ address }) => isClosed(address)))
    throw new Fault('validation-failed', 'The webhook leads to a private address.', {
      advice: 'Use a public address, or have the operator set WEBHOOK_ALLOW_PRIVATE=1.',
    });
};
