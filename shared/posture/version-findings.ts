import type { Dependent } from '../dependents/dependent';
import { hostOf, isInManagedHsm, nameOf, recoverCommand, vaultOf, versionUrl } from '../keys/key-url';
import { currentOf } from '../rotations/key-facts';
import type { Judged } from './estate-finding';
import type { KeyView } from './key-view';

/** Versions of one key that a Managed HSM holds, and that a vault's backup bears. Source: Key Vault service limits. */
const mostVersions = { hsm: 100, vault: 500 };
/** From here on a move to a new key is to be planned. */
const nearlyFull = 0.8;

/** The key was deleted. An alert of its own tells of it, every day. */
export function softDeleted({ facts: { key, presence } }: KeyView): Judged[] {
  if (presence !== 'soft-deleted') return [];
  const message = `${key} was deleted and will be purged`;
  return [
    {
      code: 'soft-deleted',
      subject: key,
      message,
      nextStep: `Recover it: ${recoverCommand(key)}`,
      severity: 'critical',
    },
  ];
}

/** Where the class asks for no expiry it is worth to be known, and no alert. */
export function noExpiry({ facts }: KeyView): Judged[] {
  const current = currentOf(facts);
  if (!current || current.expiresOn !== undefined || !facts.class) return [];
  const wanted = facts.class.expiresAfter;
  return [
    {
      code: 'no-expiry',
      subject: facts.key,
      message: `The current version of ${facts.key} never expires${wanted ? `; its class asks for ${wanted}` : ''}`,
      nextStep: wanted
        ? `Have it rotated: POST /api/rotations. Or set a date: az keyvault key set-attributes --id ${versionUrl(facts.key, current.version)} --expires TIME`
        : 'Give its class expiresAfter, if its versions shall expire',
      severity: wanted ? 'warning' : 'info',
    },
  ];
}

/**
 * Services refuse an expired version, or go on until they next open their data key. Who follows the newest version and shows none
 * is taken to be on that one.
 */
export function expiredInUse({ facts, discovery }: KeyView): Judged[] {
  const { key, versions, now } = facts;
  const all = [...discovery.dependents, ...(discovery.ownedElsewhere ?? [])];
  const newest = currentOf(facts)?.version;
  const usedBy = ({ version, mode }: Dependent) => version ?? (mode === 'following' ? newest : undefined);
  const expired = versions.filter(({ expiresOn }) => expiresOn !== undefined && new Date(expiresOn) <= now);
  return expired.flatMap(({ version, expiresOn }): Judged[] => {
    const users = all.filter((dependent) => usedBy(dependent) === version);
    const [first] = users;
    if (!first) return [];
    const others = users.length > 1 ? ` and ${users.length - 1} more` : '';
    return [
      {
        code: 'expired-in-use',
        subject: versionUrl(key, version),
        message: `Version ${version} of ${key} expired on ${expiresOn}, and ${first.id}${others} still uses it`,
        nextStep: `Have it rotated or moved: POST /api/rotations. Until then keep it valid: az keyvault key set-attributes --id ${versionUrl(key, version)} --expires TIME`,
        severity: 'critical',
      },
    ];
  });
}

/** Nothing turns a software key into one of an HSM: a new key is needed, and its dependents move there. */
export function protectionLevel({ facts: { key }, shape }: KeyView): Judged[] {
  if (!shape || shape.kty.endsWith('-HSM')) return [];
  const name = nameOf(key);
  return [
    {
      code: 'protection-level',
      subject: key,
      message: `${key} is protected by software (${shape.kty}), and its class asks for an HSM`,
      nextStep: `Make a new key in a premium vault or Managed HSM, and move its dependents there: az keyvault key create --vault-name VAULT --name ${name} --kty ${shape.kty}-HSM`,
      severity: 'warning',
    },
  ];
}

/** R14b: a backup holds all versions, and none can be deleted by itself. */
export function manyVersions({ facts: { key, versions } }: KeyView): Judged[] {
  const most = isInManagedHsm(key) ? mostVersions.hsm : mostVersions.vault;
  if (versions.length <= nearlyFull * most) return [];
  const what = isInManagedHsm(key) ? 'a Managed HSM holds' : 'a backup bears';
  return [
    {
      code: 'many-versions',
      subject: key,
      message: `${key} has more than ${nearlyFull * most} versions, and ${what} ${most}`,
      nextStep: `Plan a move to a new key. Count them: az keyvault key list-versions --id ${key} --query 'length(@)'`,
      severity: 'warning',
    },
  ];
}

/** R15: told by every key of the vault, and said once for the vault. */
export function purgeable({ facts }: KeyView): Judged[] {
  const { key } = facts;
  if (!currentOf(facts)?.recoveryLevel?.includes('Purgeable')) return [];
  const [vault = ''] = hostOf(key).split('.');
  return [
    {
      code: 'purge-protection-off',
      subject: vaultOf(key),
      message: `${vaultOf(key)} has no purge protection: whoever may purge can destroy its keys for good`,
      nextStep: isInManagedHsm(key)
        ? `Turn it on: az keyvault update-hsm --hsm-name ${vault} --enable-purge-protection true`
        : `Turn it on: az keyvault update --name ${vault} --enable-purge-protection true`,
      severity: 'warning',
    },
  ];
}
