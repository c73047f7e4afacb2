import { createHash } from 'node:crypto';

const shortest = 32;
const fewestCharacters = 6;

/** SHA-256, of the lower-case text, of keys that stand in widely read documentation. */
const published: ReadonlySet<string> = new Set([
  // FastAPI, OAuth2 with JWT
  '570dad43de1af4c925f92c16a68a50936da42b7dd6fdeb24850507a1199aac89',
  // Flask, SECRET_KEY of the configuration page
  '2598f7d6adc142d88161630f3db12ab2bd3403521c281811e5e1ce60d4ac5d76',
  // Flask, older
  '9cb335cb7b5fb805934637d85c4f57c695baac019c0a57ceffd0afe43144c9cb',
  // jwt.io, HS256
  '465d9ad5d5528ebe287b5dce4fb51620833d09b290e49ddcc70ca6c4a0aea01b',
  // jwt.io, HS512
  'db6833593279d7373592ef70e51f3daf048c04475739f8ed024b0821fd9e7fde',
  // RFC 7515, appendix A.1
  'c1d2e8726375f11fda33d032c5d84eec753aba4bad251dfdfaf8bdd8c4d26243',
  // Spring tutorials
  '2b1fa627178e3424e20ffd0e18b7440c322ad538d3c96aef1e3f60d99951c23c',
  // Spring tutorials
  '4c0bf08221f3d71e4ed7b093b627cc8d4cb32250d5d70abdffa457a3afbc04f2',
  // .NET tutorials
  '2e3bb4e5dc36f6398af5d55ae14f3fd81310012071591eacc5f21ec581b915fc',
  // .NET tutorials
  'fc8284ba6288451104863a738e25fbbab6374a8070cbdaae0c06832cc691378e',
]);

/** What people write where a random key belongs. Short words are left out: a random key may contain them. */
const placeholder =
  /secret|change.?(?:me|it|this)|replace.?(?:me|this|it)|your.{0,8}key|private.?key|api.?key|signing.?key|insecure|example|passw[o0]rd|keyboard.?cat|please|default|foobar|qwerty|letmein|development|millrace/i;

const sequence = /01234567|12345678|abcdefgh|zyxwvuts|98765432|00112233|deadbeef|cafebabe/i;

/** Whether a text repeats a shorter one, up to its end or cut off there. */
const repeats = (text: string): boolean => {
  for (let period = 1; period <= text.length / 2; period += 1) if (text.slice(period) === text.slice(0, -period)) return true;
  return false;
};

/** What is wrong with a SECRET_KEY, and what to do; null where it may be a random one. */
export const secretProblem = (secret: string | undefined): string | null => {
  const how = 'set a random one, e.g. from `openssl rand -hex 32`';
  if (secret === undefined) return `SECRET_KEY is missing; ${how}`;
  if (secret.length < shortest) return `SECRET_KEY is shorter than ${shortest} characters; ${how}`;
  if (published.has(createHash('sha256').update(secret.trim().toLowerCase()).digest('hex')))
    return `SECRET_KEY stands in public documentation, so that anybody can sign tokens with it; ${how}`;
  if (placeholder.test(secret)) return `SECRET_KEY is a well-known value or a placeholder; ${how}`;
  if (repeats(secret) || sequence.test(secret) || new Set(secret).size < fewestCharacters)
    return `SECRET_KEY repeats itself or follows a pattern; ${how}`;
  return null;
};
