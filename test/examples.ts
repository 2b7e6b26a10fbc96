import { hashOf } from '../shared/hash';
import { KeyUrl } from '../shared/keys/key-url';
import type { KeyVersion } from '../shared/keys/key-version';
import type { Dependent } from '../shared/dependents/dependent';
import { KeyClass } from '../shared/policy/key-class';
import { Policy } from '../shared/policy/policy';
import type { KeyFacts } from '../shared/rotations/key-facts';
import type { RotationRecord } from '../shared/rotations/record';
import type { RotationRequest } from '../shared/rotations/request';

/** Examples that tests build on: each takes what matters to the test and fills in the rest. */
export const ledger = KeyUrl.parse('https://payments.vault.azure.net/keys/ledger');
export const today = new Date('2027-03-01T12:00:00.000Z');
export const daysAgo = (days: number): string => new Date(today.getTime() - days * 86_400_000).toISOString();

/** A version id from a readable name. */
export const versionId = (name: string): string => hashOf('version', name);

export const aVersion = (name: string, how: Partial<KeyVersion> = {}): KeyVersion => ({
  key: ledger,
  version: versionId(name),
  enabled: true,
  createdOn: daysAgo(100),
  tags: {},
  managed: false,
  recoveryLevel: 'Recoverable',
  ...how,
});

export const aClass = (how: Partial<KeyClass> = {}): KeyClass =>
  KeyClass.parse({
    name: 'standard',
    cryptoperiod: 'P90D',
    notice: 'P30D',
    overlap: 'P7D',
    origin: 'generated',
    ...how,
  });

export const aPolicy = (how: { class?: Partial<KeyClass> } = {}): Policy =>
  Policy.parse({
    scope: { subscriptions: ['00000000-0000-0000-0000-000000000001'], vaults: ['https://payments.vault.azure.net'] },
    classes: [aClass(how.class)],
  });

export const facts = (how: Partial<KeyFacts> = {}): KeyFacts => ({
  key: ledger,
  now: today,
  inScope: true,
  presence: 'present',
  versions: [aVersion('a')],
  records: [],
  class: aClass(),
  native: {},
  ...how,
});

export const aRequest = (how: Partial<RotationRequest> = {}): RotationRequest => ({
  id: `request-${how.cause ?? 'manual'}`,
  key: ledger,
  cause: 'manual',
  reason: 'a test',
  requestedBy: 'test',
  requestedAt: today.toISOString(),
  ...how,
});

export const aRecord = (how: Partial<RotationRecord> = {}): RotationRecord => ({
  id: '0123456789abcdef-0123456789abcdef',
  key: ledger,
  cause: 'near-expiry',
  mode: 'rotate',
  reason: 'a test',
  requestedBy: 'test',
  state: 'proven',
  startedAt: daysAgo(10),
  closedAt: daysAgo(9),
  from: versionId('a'),
  to: versionId('b'),
  retires: [versionId('a')],
  ...how,
});

export const aDependent = (name: string, how: Partial<Dependent> = {}): Dependent => ({
  id: `/subscriptions/1/storageaccounts/${name}`,
  type: 'Microsoft.Storage/storageAccounts',
  mode: 'pinned',
  version: versionId('a'),
  canary: false,
  keepsOldVersionFor: [],
  ...how,
});
