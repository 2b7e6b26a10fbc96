import { errors, jwtVerify, type JWTVerifyGetKey } from 'jose';
import * as z from 'zod';
import { CallerUnknown, SigningKeysUnavailable } from './problems';

/** App roles in Microsoft Entra ID. None includes another. */
export const Role = z.enum(['Rewrap.Read', 'Rewrap.Operate', 'Rewrap.Emergency', 'Rewrap.Approve', 'Rewrap.Report']);
export type Role = z.infer<typeof Role>;

/** Who calls: a person or a program. `name` is for evidence and says which of both by itself: it ends with the object id. */
export interface Caller {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly string[];
  /** Id of a signed message, the same whenever it is sent. */
  readonly message?: string;
  /** When a signed message was sent first. */
  readonly sentAt?: string;
}

const Claims = z.object({
  oid: z.string().min(1),
  name: z.string().optional(),
  azp: z.string().optional(),
  appid: z.string().optional(),
  roles: z.array(z.string()).default([]),
});

/** The clocks of two machines differ, so a token may be as new or as old. */
const clockToleranceSeconds = 60;

export type RecogniseCaller = (authorization: string | null) => Promise<Caller>;

/**
 * Recognises callers by their bearer tokens: signed with RS256 by a key of the issuer, for our audience, valid now.
 * `keys` fetches signing keys, as `createRemoteJWKSet` of jose does.
 * @throws {CallerUnknown} {SigningKeysUnavailable}
 */
export const callerFromToken =
  (settings: { issuers: string[]; audience: string; keys: JWTVerifyGetKey; now: () => Date }): RecogniseCaller =>
  async (authorization) => {
    const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(authorization ?? '')?.[1];
    if (!token) throw new CallerUnknown(authorization ? 'something else in its place' : undefined);
    const { issuers, audience, keys, now } = settings;
    const { payload } = await jwtVerify(token, keys, {
      issuer: issuers,
      audience,
      algorithms: ['RS256'],
      requiredClaims: ['exp'],
      currentDate: now(),
      clockTolerance: clockToleranceSeconds,
    }).catch((cause: unknown) => {
      throw isVerdict(cause)
        ? new CallerUnknown(`one that fails: ${cause.message}`, { cause })
        : new SigningKeysUnavailable({ cause });
    });
    const claims = Claims.safeParse(payload);
    if (!claims.success) throw new CallerUnknown('one without object id');
    const { oid, name, azp, appid, roles } = claims.data;
    return { id: oid, name: `${name ?? azp ?? appid ?? 'unnamed'} (${oid})`, roles };
  };

/** About the token itself; what else can go wrong is the fetching of the signing keys. */
const isVerdict = (error: unknown): error is errors.JOSEError =>
  error instanceof errors.JOSEError &&
  !(error instanceof errors.JWKSTimeout || error instanceof errors.JWKSInvalid || error.code === 'ERR_JOSE_GENERIC');
