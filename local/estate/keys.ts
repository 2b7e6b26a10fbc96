import type { KeySeed, VersionSeed } from '../key-vault/vault';
import type { Team } from './company';

/** A key of the estate. Ages are in days before the estate's first day, lives in days after a version's making. */
export interface KeyPlan extends Omit<KeySeed, 'versions'> {
  readonly team: Team;
  /** Oldest first. */
  readonly versions: readonly { readonly age: number; readonly life?: number; readonly imported?: true }[];
}

const rsa = { kty: 'RSA', size: 2048 } as const;
const wraps = { keyOps: ['wrapKey', 'unwrapKey'] } as const;

/**
 * What the vaults hold. Nothing is due on the first day but `archive`, whose material is imported, so that a person must
 * act; `cards` is the first to near its expiry, two weeks later.
 */
export const keys: readonly KeyPlan[] = [
  {
    team: 'payments',
    name: 'cards',
    kty: 'RSA-HSM',
    size: 2048,
    ...wraps,
    tags: { criticality: 'high', owner: 'payments' },
    versions: [{ age: 136, life: 180 }],
  },
  { team: 'payments', name: 'settlement', kty: 'RSA', size: 3072, ...wraps, versions: [{ age: 60 }] },
  { team: 'payments', name: 'checkout', ...rsa, ...wraps, versions: [{ age: 40, life: 365 }] },
  { team: 'payments', name: 'receipts', kty: 'EC', curve: 'P-256', versions: [{ age: 90 }] },

  { team: 'ledger', name: 'ledger', ...rsa, ...wraps, tags: { owner: 'finance' }, versions: [{ age: 120 }] },
  { team: 'ledger', name: 'statements', ...rsa, ...wraps, versions: [{ age: 30 }] },
  { team: 'ledger', name: 'archive', ...rsa, ...wraps, versions: [{ age: 350, imported: true }] },
  { team: 'ledger', name: 'audit', kty: 'EC', curve: 'P-384', versions: [{ age: 10 }] },

  { team: 'platform', name: 'disks', ...rsa, ...wraps, versions: [{ age: 20 }] },
  { team: 'platform', name: 'warehouse', ...rsa, ...wraps, versions: [{ age: 75 }] },
  { team: 'platform', name: 'telemetry', ...rsa, ...wraps, versions: [{ age: 15 }] },
  { team: 'platform', name: 'queues', ...rsa, ...wraps, versions: [{ age: 55 }] },
  { team: 'platform', name: 'messaging', ...rsa, ...wraps, versions: [{ age: 50 }] },
  {
    team: 'platform',
    name: 'analytics',
    ...rsa,
    ...wraps,
    rotationPolicy: {
      lifetimeActions: [{ trigger: { timeAfterCreate: 'P300D' }, action: { type: 'Rotate' } }],
      attributes: { expiryTime: 'P365D' },
    },
    versions: [{ age: 25, life: 365 }],
  },

  { team: 'treasury', name: 'treasury', kty: 'RSA-HSM', size: 2048, ...wraps, versions: [{ age: 80 }] },
  { team: 'treasury', name: 'payouts', kty: 'RSA-HSM', size: 2048, ...wraps, versions: [{ age: 5, life: 200 }] },
  { team: 'treasury', name: 'escrow', kty: 'oct-HSM', size: 256, ...wraps, versions: [{ age: 45 }] },
];

const day = 86_400_000;

/** The key as a vault takes it, on an estate whose first day is `today`. */
export const seedOf = (key: KeyPlan, today: Date): KeySeed => ({
  ...key,
  versions: key.versions.map(({ age, life, imported = false }): VersionSeed => {
    const createdOn = new Date(today.getTime() - age * day);
    return { createdOn, imported, ...(life && { expiresOn: new Date(createdOn.getTime() + life * day) }) };
  }),
});
