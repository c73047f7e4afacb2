import { Fault, scopeSchema, type Scope } from '@millrace/contracts';
import type { ApiKey, ApiKeyStore } from '@millrace/database';
import { jwtVerify, SignJWT } from 'jose';
import { createHash, randomBytes } from 'node:crypto';
import * as z from 'zod';
import type { Caller } from '../http/request';

const issuer = 'millrace';
const keyPattern = /^mr_[A-Za-z0-9_-]{20,}$/;
const claimsSchema = z.object({ tid: z.string(), kid: z.string(), scopes: z.array(scopeSchema) });

const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');
const unauthenticated = (detail: string): Fault => new Fault('unauthenticated', detail);

/** Keys are 256 random bits, so a plain SHA-256 of one cannot be reversed. Tokens are HS256 and die with their key. */
export class Credentials {
  private readonly secret: Uint8Array;

  constructor(
    private readonly keys: ApiKeyStore,
    secretKey: string,
    private readonly tokenSeconds: number,
  ) {
    this.secret = new TextEncoder().encode(secretKey);
  }

  /** A new key; the secret is in the answer and nowhere else. */
  async createKey(tenantId: string, name: string, scopes: readonly Scope[], given?: string): Promise<{ key: ApiKey; secret: string }> {
    const secret = given ?? `mr_${randomBytes(32).toString('base64url')}`;
    const key = await this.keys.create({ tenantId, name, scopes, prefix: secret.slice(0, 8), hash: hashOf(secret) });
    return { key, secret };
  }

  /** @throws Fault `insufficient-scope` when more is asked for than the caller has */
  async createToken(caller: Caller, scopes: readonly Scope[]): Promise<{ token: string; expiresIn: number }> {
    const missing = scopes.filter((scope) => !caller.scopes.includes(scope));
    if (missing.length > 0) throw new Fault('insufficient-scope', `The key does not have: ${missing.join(', ')}.`);
    const token = await new SignJWT({ tid: caller.tenantId, kid: caller.keyId, scopes: [...scopes] })
      .setProtectedHeader({ alg: 'HS256' })
      .setIssuer(issuer)
      .setIssuedAt()
      .setExpirationTime(`${this.tokenSeconds}s`)
      .sign(this.secret);
    return { token, expiresIn: this.tokenSeconds };
  }

  /** @throws Fault `unauthenticated` */
  async authenticate(header: string | undefined): Promise<Caller> {
    const [, credential] = /^Bearer (\S+)$/i.exec(header ?? '') ?? [];
    if (credential === undefined) throw unauthenticated('The request carries no bearer credential.');
    return keyPattern.test(credential) ? this.byKey(credential) : this.byToken(credential);
  }

  private async byKey(secret: string): Promise<Caller> {
    const key = await this.keys.findByHash(hashOf(secret));
    if (!key) throw unauthenticated('The API key is unknown or revoked.');
    return { tenantId: key.tenantId, keyId: key.id, via: 'key', scopes: key.scopes };
  }

  private async byToken(token: string): Promise<Caller> {
    const verified = await jwtVerify(token, this.secret, { algorithms: ['HS256'], issuer, requiredClaims: ['exp'] }).catch(
      (error: unknown) => {
        throw new Fault('unauthenticated', 'The token is not valid or has expired.', { cause: error });
      },
    );
    const claims = claimsSchema.safeParse(verified.payload);
    if (!claims.success || !(await this.keys.isActive(claims.data.tid, claims.data.kid)))
      throw unauthenticated('The key of the token is revoked.');
    return { tenantId: claims.data.tid, keyId: claims.data.kid, via: 'token', scopes: claims.data.scopes };
  }
}
