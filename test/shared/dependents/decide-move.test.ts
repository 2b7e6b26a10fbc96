import { armDependent } from '../../../shared/dependents/arm-dependent';
import { decideMove } from '../../../shared/dependents/decide-move';
import type { Wish } from '../../../shared/dependents/decision';
import type { LagSummary } from '../../../shared/dependents/lags';
import { standingOf } from '../../../shared/dependents/look';
import { bodyOf } from '../../../shared/dependents/write-body';
import { diskEncryptionSet } from '../../../shared/dependents/disk-encryption-set';
import { storageAccount } from '../../../shared/dependents/storage-account';
import { host, key, v1, v2 } from './arm-estate';

const startedAt = new Date('2030-01-01T00:00:00Z');
const hours = (count: number) => new Date(startedAt.getTime() + count * 3_600_000);

const wish = (more: Partial<Wish> = {}): Wish => ({
  dependent: { id: '/x', type: 'x', mode: 'pinned', version: v1, canary: false, keepsOldVersionFor: [] },
  key,
  to: v2,
  toKey: key,
  nudge: false,
  startedAt,
  now: startedAt,
  ...more,
});
const following = (more: Partial<Wish> = {}) =>
  wish({ dependent: { ...wish().dependent, mode: 'following' }, ...more });

/** A list of keys, of which a namespace uses any; shows no version in use. Beside ours it holds one of another vault. */
const namespace = armDependent({
  type: 'Microsoft.ServiceBus/namespaces',
  apiVersion: '2024-01-01',
  references: [
    {
      each: 'properties.encryption.keyVaultProperties',
      where: { style: 'split', vaultUri: 'keyVaultUri', keyName: 'keyName', keyVersion: 'keyVersion' },
      follows: { within: { minutes: 5 } },
    },
  ],
  writes: [{ method: 'PATCH', keep: ['properties.encryption.keySource'] }],
  managedHsm: 'yes',
  keepsOldVersionFor: [],
  rights: [],
});
const foreign = { keyVaultUri: 'https://other.vault.azure.net', keyName: 'ledger', keyVersion: v1 };
const ours = (keyVersion: string) => ({
  keyVaultUri: `https://${host}`,
  keyName: 'ledger',
  keyVersion,
  identity: { userAssignedIdentity: '/me' },
});
const aNamespace = (keyVersion: string) => ({
  id: '/x',
  properties: { encryption: { keySource: 'Microsoft.KeyVault', keyVaultProperties: [foreign, ours(keyVersion)] } },
});

describe('a follower whose lag was measured', () => {
  /** Documented are 24 hours. */
  const account = {
    id: '/x',
    properties: {
      encryption: {
        keyvaultproperties: {
          keyvaulturi: `https://${host}`,
          keyname: 'ledger',
          currentVersionedKeyIdentifier: `${key}/${v1}`,
        },
      },
    },
  };
  const standing = standingOf(storageAccount, account, key);
  const observed = (shortest: number, longest: number): LagSummary => ({
    type: 'x',
    region: 'y',
    count: 5,
    shortest: shortest * 3_600,
    median: longest * 3_600,
    longest: longest * 3_600,
    lookInterval: 60,
    lastAt: '2029-01-01T00:00:00Z',
  });
  const decide = (at: number, lags?: LagSummary) =>
    decideMove(standing, storageAccount, following({ now: hours(at), ...(lags && { observed: lags }) }));
  const minutes = 60_000;

  it('is not looked at before any other was seen to have followed, then around the times that others took', () => {
    expect(decide(0, observed(6, 8))).toMatchObject({ answer: { state: 'pending' }, lookAgainMs: 360 * minutes });
    expect(decide(6, observed(6, 8))).toMatchObject({ lookAgainMs: 10 * minutes });
    expect(decide(6)).toMatchObject({ lookAgainMs: 60 * minutes });
  });

  it('is never given up before the documented lag, however fast the others were', () => {
    expect(decide(23.9, observed(1, 2))).toMatchObject({ answer: { state: 'pending' } });
    expect(decide(24, observed(1, 2))).toMatchObject({
      answer: { state: 'failed', because: expect.stringMatching(/^Late: .*5 others took at most 2 hours/) },
    });
  });

  it('is late only beyond what others took, with half of it again, where that is longer', () => {
    expect(decide(35, observed(20, 24))).toMatchObject({ answer: { state: 'pending' } });
    expect(decide(36, observed(20, 24))).toMatchObject({ answer: { because: expect.stringContaining('Late') } });
    expect(decide(24)).toMatchObject({ answer: { because: expect.stringContaining('Late') } });
  });
});

describe('a service that shows no version', () => {
  const standing = standingOf(namespace, aNamespace(''), key);

  it('is waited for, then only assumed', () => {
    expect(decideMove(standing, namespace, following())).toMatchObject({ answer: { state: 'pending' } });
    expect(decideMove(standing, namespace, following({ now: hours(0.1) }))).toMatchObject({
      answer: { state: 'settled', proof: 'assumed' },
    });
  });

  it('is not nudged where nothing is known to make it move', () => {
    expect(decideMove(standing, namespace, following({ nudge: true }))).toMatchObject({ answer: { state: 'pending' } });
  });

  it('is proven where the reference names the version', () => {
    const pinned = standingOf(namespace, aNamespace(v2), key);
    expect(decideMove(pinned, namespace, wish())).toMatchObject({ answer: { state: 'settled', proof: 'read-back' } });
  });
});

describe('one key of several', () => {
  it('is pointed; the others are sent back as they are', () => {
    const resource = aNamespace(v1);
    const decision = decideMove(standingOf(namespace, resource, key), namespace, wish());
    expect(decision.do).toBe('write');
    const [write] = namespace.writes;
    if (decision.do !== 'write' || !write) return;
    expect(bodyOf(write, resource, { key, ...decision })).toEqual({
      properties: { encryption: { keySource: 'Microsoft.KeyVault', keyVaultProperties: [foreign, ours(v2)] } },
    });
  });
});

describe('a resource that is not as it was planned', () => {
  it('is only assumed when it is gone: restored, it needs the old version', () => {
    expect(decideMove({ is: 'gone' }, storageAccount, wish())).toMatchObject({
      answer: { state: 'settled', proof: 'assumed' },
    });
  });

  it('is not pulled back from another key', () => {
    expect(decideMove({ is: 'elsewhere' }, storageAccount, wish({ nudge: true }))).toMatchObject({
      answer: { state: 'settled', proof: 'assumed' },
    });
  });
});

describe('a resource that is being changed', () => {
  const aSet = (more: object) => ({ id: '/x', properties: { activeKey: { keyUrl: `${key}/${v2}` }, ...more } });

  it.each([
    ['its state says so', { provisioningState: 'Updating' }],
    ['its disks are still on the former key', { previousKeys: [{ keyUrl: `${key}/${v1}` }] }],
  ])('is not proven while %s, and is stuck after a day', (_, more) => {
    const standing = standingOf(diskEncryptionSet, aSet(more), key);
    expect(decideMove(standing, diskEncryptionSet, wish())).toMatchObject({
      answer: { state: 'pending' },
      lookAgainMs: 120_000,
    });
    expect(decideMove(standing, diskEncryptionSet, wish({ now: hours(25) }))).toMatchObject({
      answer: { state: 'failed' },
    });
  });

  it('is told apart from one whose following has failed', () => {
    const resource = aSet({
      activeKey: { keyUrl: `${key}/${v1}` },
      rotationToLatestKeyVersionEnabled: true,
      autoKeyRotationError: { message: 'No access.' },
    });
    expect(decideMove(standingOf(diskEncryptionSet, resource, key), diskEncryptionSet, following())).toMatchObject({
      answer: { state: 'failed', because: expect.stringContaining('No access.') },
    });
  });
});

describe('a disk encryption set whose last change failed', () => {
  const aFailedSet = (version: string) =>
    standingOf(
      diskEncryptionSet,
      { id: '/x', properties: { activeKey: { keyUrl: `${key}/${version}` }, provisioningState: 'Failed' } },
      key,
    );

  it.each([v1, v2])('is written again, whichever version it shows (%s)', (version) => {
    expect(decideMove(aFailedSet(version), diskEncryptionSet, wish())).toMatchObject({ do: 'write', version: v2 });
  });

  it('is not assumed to have followed', () => {
    const properties = {
      activeKey: { keyUrl: `${key}/${v1}` },
      rotationToLatestKeyVersionEnabled: true,
      provisioningState: 'Failed',
    };
    const standing = standingOf(diskEncryptionSet, { id: '/x', properties }, key);
    expect(decideMove(standing, diskEncryptionSet, following({ now: hours(2) }))).toMatchObject({
      answer: { state: 'failed', proof: 'unproven' },
    });
  });

  it('is given up after a day', () => {
    expect(decideMove(aFailedSet(v2), diskEncryptionSet, wish({ now: hours(25) }))).toMatchObject({
      answer: { state: 'failed' },
    });
  });
});

describe('a storage account that names the new version and does not use it yet', () => {
  const keyvaultproperties = {
    keyvaulturi: `https://${host}`,
    keyname: 'ledger',
    keyversion: v2,
    currentVersionedKeyIdentifier: `${key}/${v1}`,
  };
  const standing = standingOf(storageAccount, { id: '/x', properties: { encryption: { keyvaultproperties } } }, key);

  it('is waited for without another write', () => {
    expect(decideMove(standing, storageAccount, wish())).toMatchObject({
      do: 'answer',
      answer: { state: 'pending', proof: 'unproven' },
    });
  });
});
