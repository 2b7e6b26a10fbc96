import { takeKeyVaultEvent } from '../../functions/on-key-vault-event';
import { operationTag } from '../../shared/keys/key-version';
import { keyId } from '../../shared/keys/key-url';
import { aSite, foreign, ledger } from './a-site';

const cloudEvent = (what: string, id: string) => ({
  id: 'b5a1f3',
  source: '/subscriptions/0/resourceGroups/r/providers/Microsoft.KeyVault/vaults/payments',
  type: `Microsoft.KeyVault.${what}`,
  specversion: '1.0',
  data: { Id: id },
});

describe('takeKeyVaultEvent', () => {
  it.each([
    ['KeyNearExpiry', 'near-expiry'],
    ['KeyExpired', 'expired'],
  ])('R18a: writes the request of %s, then starts the key’s workflow', async (what, cause) => {
    const site = aSite();
    await takeKeyVaultEvent(cloudEvent(what, `${ledger}/${site.version.version}`), site);
    expect(await site.world.requests.open(ledger)).toEqual([
      expect.objectContaining({ cause, version: site.version.version, requestedBy: 'onKeyVaultEvent' }),
    ]);
    expect(site.started).toEqual([expect.objectContaining({ name: 'rotateKey', id: `rotate-${keyId(ledger)}` })]);
  });

  it('makes one request of 100 equal events at the same moment, and takes every one', async () => {
    const site = aSite();
    const event = cloudEvent('KeyNearExpiry', `${ledger}/${site.version.version}`);
    await Promise.all(Array.from({ length: 100 }, () => takeKeyVaultEvent(event, site)));
    expect(await site.world.requests.open(ledger)).toHaveLength(1);
    expect(site.started).toHaveLength(1);
    expect(site.told).toEqual(Array(99).fill({ id: `rotate-${keyId(ledger)}`, event: 'request' }));
  });

  it('keeps the request when the engine cannot be reached, and lets the event come again', async () => {
    const site = aSite();
    const workflows = { ...site.workflows, start: () => Promise.reject(new Error('no engine')) };
    const event = cloudEvent('KeyNearExpiry', `${ledger}/${site.version.version}`);
    await expect(takeKeyVaultEvent(event, { ...site, workflows })).rejects.toThrow('no engine');
    expect(await site.world.requests.open(ledger)).toHaveLength(1);
  });

  it('writes the request also while the vault cannot be asked', async () => {
    const site = aSite();
    site.keys.failNext('presence', new Error('503'));
    await takeKeyVaultEvent(cloudEvent('KeyExpired', `${ledger}/${site.version.version}`), site);
    expect(await site.world.requests.open(ledger)).toHaveLength(1);
  });

  it('starts nothing for a request that was served already', async () => {
    const site = aSite();
    const event = cloudEvent('KeyNearExpiry', `${ledger}/${site.version.version}`);
    await takeKeyVaultEvent(event, site);
    await site.world.requests.close(await site.world.requests.open(ledger), 'not due');
    site.started.length = 0;
    await takeKeyVaultEvent(event, site);
    expect(site.started).toEqual([]);
  });

  it('has access looked at when an access policy of the vault changed', async () => {
    const site = aSite();
    const event = cloudEvent('VaultAccessPolicyChanged', 'https://payments.vault.azure.net/');
    await takeKeyVaultEvent(event, site);
    expect(await site.world.news.waiting()).toMatchObject([{ what: 'VaultAccessPolicyChanged' }]);
    expect(site.started).toMatchObject([{ name: 'watchAccess' }]);
  });

  describe('of a new version', () => {
    it('asks to follow a version that someone else made', async () => {
      const site = aSite();
      const { version } = site.keys.addVersion(ledger);
      await takeKeyVaultEvent(cloudEvent('KeyNewVersionCreated', `${ledger}/${version}`), site);
      expect(await site.world.requests.open(ledger)).toMatchObject([{ cause: 'foreign-version', version }]);
    });

    it('only notes the version that a rotation of ours made, even before its record names it', async () => {
      const site = aSite();
      const id = `${keyId(ledger)}-0001`;
      await site.world.records.open({
        id,
        key: ledger,
        cause: 'schedule',
        mode: 'rotate',
        reason: 'due',
        requestedBy: 'sweep',
        state: 'running',
        startedAt: '2026-06-01T11:00:00Z',
        from: site.version.version,
        retires: [],
      });
      const { version } = site.keys.addVersion(ledger, { tags: { [operationTag]: id } });
      await takeKeyVaultEvent(cloudEvent('KeyNewVersionCreated', `${ledger}/${version}`), site);
      expect(await site.world.requests.open(ledger)).toEqual([]);
      expect(site.started).toEqual([]);
    });

    it('does not believe a copied tag', async () => {
      const site = aSite();
      const tags = { [operationTag]: `${keyId(ledger)}-unheard-of` };
      const { version } = site.keys.addVersion(ledger, { tags });
      await takeKeyVaultEvent(cloudEvent('KeyNewVersionCreated', `${ledger}/${version}`), site);
      expect(await site.world.requests.open(ledger)).toHaveLength(1);
    });
  });

  describe('keeps and alerts once, changes nothing, and counts as taken', () => {
    const version = '0'.repeat(32);
    it.each([
      ['a vault that is not in scope', cloudEvent('KeyNearExpiry', `${foreign}/${version}`)],
      [
        'a secret of a vault that is not in scope',
        cloudEvent('SecretExpired', 'https://elsewhere.vault.azure.net/secrets/a'),
      ],
      ['a key that the vault does not know', cloudEvent('KeyExpired', `${ledger}s/${version}`)],
      ['a key event without a version', cloudEvent('KeyExpired', ledger)],
      ['a type that no vault sends', cloudEvent('KeyStolen', `${ledger}/${version}`)],
      ['an event of another source', { ...cloudEvent('', ledger), type: 'Microsoft.Resources.ResourceWriteSuccess' }],
      ['no URL', cloudEvent('KeyExpired', 'ledger')],
      ['data that is text', { ...cloudEvent('KeyExpired', ledger), data: '{}' }],
      ['nothing', undefined],
      ['null', null],
      ['a number', 7],
      ['an empty text', ''],
      ['a list', []],
    ])('%s', async (_, raw) => {
      const site = aSite();
      await takeKeyVaultEvent(raw, site);
      await takeKeyVaultEvent(raw, site);
      expect(site.stores.letters.kept).toHaveLength(1);
      expect(site.alerts.raised).toEqual([expect.objectContaining({ kind: 'EventRefused' })]);
      expect(site.started).toEqual([]);
      expect(await site.world.requests.unservedKeys()).toEqual([]);
    });

    it('a key that was deleted', async () => {
      const site = aSite();
      site.keys.softDelete(ledger);
      await takeKeyVaultEvent(cloudEvent('KeyExpired', `${ledger}/${version}`), site);
      expect(site.stores.letters.kept).toEqual([
        expect.objectContaining({ because: expect.stringContaining('az keyvault key recover') }),
      ]);
    });
  });

  it('alerts at the next delivery when the first could not', async () => {
    const site = aSite();
    const alerts = { ...site.alerts, raise: () => Promise.reject(new Error('no outbox')) };
    await expect(takeKeyVaultEvent(null, { ...site, world: { ...site.world, alerts } })).rejects.toThrow('no outbox');
    await takeKeyVaultEvent(null, site);
    expect(site.alerts.raised).toHaveLength(1);
  });

  it('asks to be delivered again when a refused event cannot be kept', async () => {
    const site = aSite();
    const letters = { keep: () => Promise.reject(new Error('no storage')) };
    await expect(takeKeyVaultEvent(null, { ...site, world: { ...site.world, letters } })).rejects.toThrow('no storage');
  });
});
