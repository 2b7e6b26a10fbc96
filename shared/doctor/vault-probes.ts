import * as z from 'zod';
import { type Duty, dutyOf, type KeyOperation } from '../keys/key-rights';
import type { VaultAnswer, VaultCall } from './vault-door';

/** A call that changes nothing, and that a vault refuses with 403 only where the right for `operation` is missing. */
export interface Probe extends Pick<VaultCall, 'duty' | 'method' | 'path' | 'body'> {
  readonly operation: KeyOperation;
}

/** No key has this name, so that whatever is asked of it ends with 404. */
const nobody = 'rewrap-doctor-asks-for-no-key';
const noVersion = '0'.repeat(32);

type Asked = Omit<Probe, 'operation' | 'duty'>;

/**
 * What each right is tried by. Unverified: that a vault looks whether the caller may before it looks at the body and whether the
 * key is there. If it does not, a missing right goes unseen here, and the first rotation tells of it.
 */
const asked = {
  list: { method: 'GET', path: '/keys?maxresults=1' },
  read: { method: 'GET', path: `/keys/${nobody}` },
  readDeleted: { method: 'GET', path: `/deletedkeys/${nobody}` },
  readPolicy: { method: 'GET', path: `/keys/${nobody}/rotationpolicy` },
  writePolicy: { method: 'PUT', path: `/keys/${nobody}/rotationpolicy`, body: { lifetimeActions: [] } },
  create: { method: 'POST', path: `/keys/${nobody}/create`, body: { kty: 'none' } },
  disable: { method: 'PATCH', path: `/keys/${nobody}/${noVersion}`, body: {} },
  backUp: { method: 'POST', path: `/keys/${nobody}/backup`, body: {} },
  wrap: { method: 'POST', path: `/keys/${nobody}/${noVersion}/wrapkey`, body: { alg: 'none', value: 'AAAA' } },
  unwrap: { method: 'POST', path: `/keys/${nobody}/${noVersion}/unwrapkey`, body: { alg: 'none', value: 'AAAA' } },
} satisfies Partial<Record<KeyOperation, Asked>>;

const probe = (operation: keyof typeof asked, duty: Duty = dutyOf(operation)): Probe => ({
  operation,
  duty,
  ...asked[operation],
});

/** Asked by whoever makes backups. */
export const backUpProbe: Probe = probe('backUp');

/** What is asked of every vault, backups but where another app makes them. Retiring reads a version before it disables it. */
export const vaultProbes = ({ setsPolicies, backsUp }: { setsPolicies: boolean; backsUp: boolean }): Probe[] => [
  probe('list'),
  probe('read'),
  probe('readDeleted'),
  probe('readPolicy'),
  ...(setsPolicies ? [probe('writePolicy')] : []),
  probe('create'),
  probe('disable'),
  probe('read', 'retire'),
  ...(backsUp ? [backUpProbe] : []),
];

/** Asked of a vault in which keys are to be made that it does not hold yet. */
export const futureKeyProbes: readonly Probe[] = [probe('wrap'), probe('unwrap')];

const Page = z.object({
  value: z.array(
    z.object({
      kid: z.string(),
      managed: z.boolean().optional(),
      attributes: z.object({ enabled: z.boolean().optional() }).optional(),
    }),
  ),
});
const Bundle = z.object({ key: z.object({ kid: z.string(), key_ops: z.array(z.string()).optional() }) });

/** Keys that somebody may use, by their paths, of the first page of a listing. */
export const pathsIn = ({ body }: VaultAnswer): string[] => {
  const { value = [] } = Page.safeParse(body).data ?? {};
  const usable = value.filter(({ managed, attributes }) => !managed && attributes?.enabled !== false);
  return usable.map(({ kid }) => new URL(kid).pathname.split('/').slice(0, 3).join('/'));
};

const pairs: readonly (readonly [string, KeyOperation])[] = [
  ['wrapKey', 'wrap'],
  ['unwrapKey', 'unwrap'],
];
const otherPairs: readonly (readonly [string, KeyOperation])[] = [
  ['encrypt', 'encrypt'],
  ['decrypt', 'decrypt'],
  ['sign', 'sign'],
];

/** What is asked of one key: to do what it is for, with an algorithm that no vault knows, so that nothing is done. */
export const keyProbes = ({ body }: VaultAnswer): Probe[] => {
  const bundle = Bundle.safeParse(body).data?.key;
  if (!bundle) return [];
  const may = bundle.key_ops ?? [];
  const wraps = pairs.filter(([name]) => may.includes(name));
  const others = may.includes('sign') ? otherPairs.slice(2) : otherPairs.slice(0, 2);
  const wanted = wraps.length > 0 ? wraps : others.filter(([name]) => may.includes(name));
  return wanted.map(([name, operation]) => ({
    operation,
    duty: dutyOf(operation),
    method: 'POST',
    path: `${new URL(bundle.kid).pathname}/${name.toLowerCase()}`,
    body: { alg: 'none', value: 'AAAA' },
  }));
};
