import { isIPv6 } from 'node:net';
import type { SemanticType } from '../semantic-type';

const octet = '(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])';

/** Dotted decimal, no leading zeros, with or without a prefix length. */
export const ipv4: SemanticType = {
  by: 'grammar',
  grammar: `^${octet}(?:\\.${octet}){3}(?:/(?:3[0-2]|[12]?[0-9]))?$`,
  minShare: 0.8,
  names: ['ip', 'ip address', 'ipv4', 'client ip', 'host', 'remote addr'],
  otherNames: ['version', 'ver', 'release', 'build'],
  risk: 'medium',
};

/** RFC 4291 text forms, with or without a prefix length. */
export const ipv6: SemanticType = {
  by: 'grammar',
  grammar: '^[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,7}(?:[0-9.]{7,15})?(?:/[0-9]{1,3})?$',
  confirm: (value) => isIPv6(value.replace(/\/(?:12[0-8]|1[01][0-9]|[1-9]?[0-9])$/, '')),
  minShare: 0.8,
  names: ['ip', 'ip address', 'ipv6', 'client ip', 'host', 'remote addr'],
  risk: 'medium',
};

/** IEEE 802 EUI-48: six octets by colons or hyphens, or three groups by dots. */
export const macAddress: SemanticType = {
  by: 'grammar',
  grammar: '^(?:[0-9A-Fa-f]{2}(?::[0-9A-Fa-f]{2}){5}|[0-9A-Fa-f]{2}(?:-[0-9A-Fa-f]{2}){5}|[0-9A-Fa-f]{4}(?:\\.[0-9A-Fa-f]{4}){2})$',
  minShare: 0.9,
  names: ['mac', 'mac address', 'hwaddr', 'bssid'],
  risk: 'medium',
};
