import { Hono } from 'hono';
import * as z from 'zod';
import { managedIdentityEndpoint, type ManagedIdentity } from './managed-identity';
import { createSigner, type Bearer } from './signer';
import { stableId } from './stable-id';

const Person = z.strictObject({
  name: z.string().min(1),
  roles: z.array(z.string()),
  expiresIn: z.int().positive().default(3600).describe('Seconds of estate time'),
  audience: z.string().default('api://rewrap'),
});
export type Person = z.input<typeof Person>;

export interface IdentityOptions {
  /** The estate clock. */
  readonly now: () => Date;
  /** Origin under which this issuer is reached, without a trailing slash; it is the `iss` of every token. */
  readonly issuer: string;
  readonly tenant?: string;
  readonly identities?: readonly ManagedIdentity[];
  /** The secret of IDENTITY_HEADER. */
  readonly identityHeader: string;
}

/** Stands in for Microsoft Entra ID on one machine: people ask for tokens by name, the app by its managed identity. */
export interface Identity {
  fetch(request: Request): Response | Promise<Response>;
  /** @returns a token for a person, as `POST /local/token` gives it */
  tokenFor(person: Person): Promise<string>;
  /** For the emulators' authorise hooks. @throws {TokenRefused} */
  verify(token: string, audience: string): Promise<Bearer>;
}

/** Makes the issuer and its signing key; tokens of an earlier run are refused. */
export async function createIdentity({ now, issuer, identityHeader, ...options }: IdentityOptions): Promise<Identity> {
  const { tenant = stableId('tenant'), identities = [] } = options;
  const signer = await createSigner({ now, issuer });
  const jwksUri = `${issuer}/.well-known/jwks.json`;

  const tokenFor = async (person: Person) => {
    const { name, roles, expiresIn, audience } = Person.parse(person);
    const oid = stableId(name);
    const claims = { oid, sub: oid, tid: tenant, name, roles };
    return (await signer.sign({ claims, audience, lifetime: expiresIn })).token;
  };

  const app = new Hono()
    .get('/.well-known/openid-configuration', (c) =>
      c.json({
        issuer,
        jwks_uri: jwksUri,
        id_token_signing_alg_values_supported: ['RS256'],
        response_types_supported: ['token'],
        subject_types_supported: ['public'],
      }),
    )
    .get('/.well-known/jwks.json', (c) => c.json(signer.jwks))
    .post('/local/token', async (c) => {
      const person = Person.safeParse(await c.req.json().catch(() => undefined));
      if (!person.success) return c.json({ error: z.prettifyError(person.error) }, 400);
      return c.json({ token: await tokenFor(person.data) });
    })
    .route('/', managedIdentityEndpoint({ signer, identities, identityHeader, tenant }));

  return {
    fetch: (request) => app.fetch(request),
    tokenFor,
    verify: (token, audience) => signer.verify(token, audience),
  };
}
