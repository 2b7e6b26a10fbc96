import type * as z from 'zod';
import { badParameter } from '../errors';
import type { Jwk } from '../material/material';
import type { NewVersion } from '../store';
import { attributesFrom, type KeyCreate } from '../wire';

type Asked = Pick<z.infer<typeof KeyCreate>, 'attributes' | 'tags' | 'release_policy'>;

/** The version that a body asks for: enabled and without dates where it says nothing. */
export function newVersionFrom(
  asked: Asked,
  made: Pick<NewVersion, 'kty' | 'origin' | 'material' | 'keyOps'>,
): NewVersion {
  const exportable = asked.attributes?.exportable ?? false;
  if (exportable !== Boolean(asked.release_policy)) {
    throw badParameter('Expected release_policy together with attributes.exportable, found one without the other.');
  }
  const version = {
    ...made,
    enabled: true,
    notBefore: undefined,
    expiresOn: undefined,
    ...attributesFrom(asked.attributes ?? {}),
    exportable,
    tags: asked.tags ?? {},
    releasePolicy: asked.release_policy ?? undefined,
  };
  mustBeInOrder(version);
  return version;
}

export function mustBeInOrder({ notBefore, expiresOn }: Pick<NewVersion, 'notBefore' | 'expiresOn'>): void {
  if (notBefore && expiresOn && expiresOn <= notBefore) {
    throw badParameter(`Expected exp after nbf, found ${expiresOn.toISOString()} and ${notBefore.toISOString()}.`);
  }
}

/** Source: Key Vault general/about-keys-secrets-certificates. */
export function mustBeName(name: string): void {
  if (/^[0-9A-Za-z-]{1,127}$/.test(name)) return;
  throw badParameter(`Expected a key name of 1 to 127 letters, digits and hyphens, found ${name}.`);
}

/** A JSON Web Key without the members that were not given. */
export const jwkMembers = (key: Record<string, unknown>): Jwk =>
  Object.fromEntries(
    Object.entries(key).flatMap(([member, value]) => (typeof value === 'string' ? [[member, value]] : [])),
  );
