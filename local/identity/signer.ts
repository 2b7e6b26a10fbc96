import { exportJWK, generateKeyPair, jwtVerify, SignJWT, type JSONWebKeySet, type JWTPayload } from 'jose';
import * as z from 'zod';

/** What a verified token says of its bearer. */
export const Bearer = z.object({
  oid: z.uuid(),
  tid: z.uuid(),
  aud: z.string(),
  name: z.string().optional(),
  appid: z.uuid().optional(),
  roles: z.array(z.string()).default([]),
});
export type Bearer = z.infer<typeof Bearer>;

/** The token is not one of ours, not for this audience, or not valid at this time of the estate; `cause` says which. */
export class TokenRefused extends Error {
  readonly code = 'token-refused';
  constructor(audience: string, options: ErrorOptions) {
    super(`Expected a bearer token of the local issuer for ${audience} that is valid now. Ask for a new one.`, options);
  }
}

/** What is signed, for whom and for how many seconds. */
export interface Statement {
  readonly claims: JWTPayload;
  readonly audience: string;
  readonly lifetime: number;
}

/** Signs and verifies with a key pair that lives as long as the process. */
export interface Signer {
  readonly jwks: JSONWebKeySet;
  sign(statement: Statement): Promise<{ token: string; expires: number }>;
  /** @throws {TokenRefused} */
  verify(token: string, audience: string): Promise<Bearer>;
}

const alg = 'RS256';
const kid = 'local';

/** Makes the key pair. All times in tokens are estate time. */
export async function createSigner({ now, issuer }: { now: () => Date; issuer: string }): Promise<Signer> {
  const { publicKey, privateKey } = await generateKeyPair(alg);
  return {
    jwks: { keys: [{ ...(await exportJWK(publicKey)), alg, kid, use: 'sig' }] },
    async sign({ claims, audience, lifetime }) {
      const issued = Math.floor(now().getTime() / 1000);
      const expires = issued + lifetime;
      const jwt = new SignJWT(claims)
        .setProtectedHeader({ alg, kid, typ: 'JWT' })
        .setIssuer(issuer)
        .setAudience(audience);
      return {
        token: await jwt.setIssuedAt(issued).setNotBefore(issued).setExpirationTime(expires).sign(privateKey),
        expires,
      };
    },
    async verify(token, audience) {
      try {
        const { payload } = await jwtVerify(token, publicKey, {
          issuer,
          audience,
          algorithms: [alg],
          currentDate: now(),
        });
        return Bearer.parse(payload);
      } catch (cause) {
        throw new TokenRefused(audience, { cause });
      }
    },
  };
}
