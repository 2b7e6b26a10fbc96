import { setImmediate as turn } from 'node:timers/promises';
import { CryptographyClient, KeyClient } from '@azure/keyvault-keys';
import { decrypted, encrypted } from '../../local/estate/client-side-encryption';
import { createVault, type Vault, type VaultOptions } from '../../local/key-vault/vault';
import { cloudOf } from '../../shared/azure/clouds';
import { applicationData } from '../../shared/dependents/wrapped-keys/application-data';
import { exposuresOf } from '../../shared/dependents/exposure';
import { adviseKey } from '../../shared/incidents/advise-key';
import { answerOf, weaknesses } from '../../shared/incidents/mode';
import { keyVaultKeys } from '../../shared/keys/key-vault-keys';
import { keyId, nameOf } from '../../shared/keys/key-url';
import { Policy } from '../../shared/policy/policy';
import { requestRotation } from '../../shared/rotations/request-rotation';
import { aClass, ledger } from '../examples';
import { fakeWorld } from '../fakes/fake-world';
import { aWorkspace } from '../local/log-analytics/a-workspace';
import { principal } from '../shared/audit/examples';
import { aContainer, aShelf, blobsAlone, container } from '../shared/dependents/blobs/application';
import { vaultNetwork } from '../shared/keys/vault-network';
import { Simulation } from '../simulation';
import { VirtualClock } from '../virtual-clock';

const payments = 'https://payments.vault.azure.net';
const standby = 'https://standby.vault.azure.net';
const secret = 'Minutes of the board';

const policy = Policy.parse({
  scope: { subscriptions: [], vaults: [payments, standby] },
  standby: [{ vault: standby }],
  applicationData: [{ container }],
  classes: [aClass({ trial: { for: 'PT0S' } })],
});

/** A token that says who it is of; nobody checks its signature here. */
const tokenOf = (oid: string): string => `e30.${Buffer.from(JSON.stringify({ oid })).toString('base64url')}.e30`;
const mallory = tokenOf(principal('mallory'));

/** Mallory may take backups in the vault of payments, and nothing else; her own vault lets her do anything. */
const rights: NonNullable<VaultOptions['authorise']> = async (token, { operation }) =>
  token === mallory && operation !== 'backup'
    ? { status: 403, code: 'ForbiddenByRbac', message: 'Caller is not authorized.' }
    : 'ok';
const nothingForMallory: typeof rights = async (token) =>
  token === mallory ? { status: 403, code: 'ForbiddenByRbac', message: 'Caller is not authorized.' } : 'ok';

const credential = (token: string) => ({
  getToken: () => Promise.resolve({ token, expiresOnTimestamp: Date.now() + 3_600_000 }),
});

/** Vaults as the wire shows them, an application's blob that one of their keys protects, and a thief. */
async function aTheft() {
  const clock = new VirtualClock('2027-03-01T12:00:00.000Z');
  const vaults = new Map<string, Vault>();
  const workspace = aWorkspace();
  const addVault = (url: string, authorise?: VaultOptions['authorise']) => {
    const { host } = new URL(url);
    const name = host.split('.')[0] ?? '';
    const options = {
      name,
      flavour: 'standard',
      baseUrl: url,
      now: clock.now,
      // Her own vaults log to nobody whom we could ask.
      ...(authorise && { authorise, audit: workspace.trail.write }),
    } as const;
    vaults.set(host, createVault(options));
  };
  addVault(payments, rights);
  addVault(standby, nothingForMallory);
  const httpClient = vaultNetwork((host) => vaults.get(host) ?? unknown(host));
  const keys = keyVaultKeys({
    cloud: cloudOf({ cloud: 'public' }),
    credential: credential('rewrap'),
    now: clock.now,
    httpClient,
  });
  const unwrapAs = (token: string) => async (kid: string, wrapped: Buffer) =>
    (await new CryptographyClient(kid, credential(token), { httpClient }).unwrapKey('RSA-OAEP-256', wrapped)).result;

  const [version = ''] =
    (await vaults.get('payments.vault.azure.net')?.seedKey({ name: nameOf(ledger), kty: 'RSA', size: 2048 })) ?? [];
  const kid = `${ledger}/${version}`;
  const application = new CryptographyClient(kid, credential('application'), { httpClient });
  const wrap = async (dataKey: Buffer) => (await application.wrapKey('RSA-OAEP-256', dataKey)).result;
  const { content, metadata } = await encrypted(Buffer.from(secret), { kid, wrap });
  const box = aContainer({ name: 'minutes', metadata });

  const base = fakeWorld({ now: clock.now, policy });
  const dependents = applicationData({
    ...blobsAlone,
    blobs: box.store,
    wrapping: keys,
    shelf: aShelf(),
    policy: base.policy,
    now: clock.now,
  });
  const world = { ...base, keys, dependents };
  const simulation = new Simulation(world, clock);

  /** The canary as it is stored now, opened by whoever has this way to unwrap. */
  const stored = () => ({ content, metadata: { ...box.blobs[0]?.metadata } });
  const read = async (unwrap: (kid: string, wrapped: Buffer) => Promise<Uint8Array>, from = stored()) =>
    (await decrypted(from, unwrap)).toString();

  let copies = 0;
  /** Takes a backup of the key and restores it in a vault of her own; answers how she opens with that what is stored, or was. */
  const steal = async () => {
    const blob = await new KeyClient(payments, credential(mallory), { httpClient }).backupKey(nameOf(ledger));
    copies += 1;
    const own = `https://mallory${copies}.vault.azure.net`;
    addVault(own);
    await new KeyClient(own, credential(mallory), { httpClient }).restoreKeyBackup(blob ?? new Uint8Array());
    const unwrap = unwrapAs(mallory);
    return (from = stored()) =>
      read((named, wrapped) => unwrap(named.replace(new URL(named).origin, own), wrapped), from);
  };

  /** What the product advises once the log has told. */
  const advice = () => {
    workspace.pass(10);
    return adviseKey({ ...world, audit: workspace.audit, now: workspace.now }, ledger);
  };

  const respond = async (how: { cleanVault?: string } = {}) => {
    const at = clock.now().toISOString();
    const id = `${keyId(ledger)}-INC-1`;
    const wish = {
      id,
      key: ledger,
      reason: 'a backup was stolen',
      requestedBy: 'test',
      requestedAt: at,
      incidentId: 'INC-1',
    };
    await requestRotation(simulation.world, { ...wish, cause: 'compromise', ...how });
    const isOver = async () => (await world.records.ofKey(ledger))[0]?.retirement?.state === 'retired';
    while (!(await isOver())) {
      await clock.advance(1_000);
      await turn();
    }
  };
  return { keys, steal, advice, respond, stored, asService: () => read(unwrapAs('application')) };
}

const unknown = (host: string): never => {
  throw new Error(`expected a vault at ${host}, found none`);
};

describe('a backup of the key was stolen', () => {
  it('R19c, R22: after a move to a clean vault no stolen copy opens the canary any more, and the service does', async () => {
    const { keys, steal, respond, asService } = await aTheft();
    const open = await steal();
    expect(await open()).toBe(secret);

    await respond({ cleanVault: standby });
    const openAgain = await steal();
    await expect(open()).rejects.toMatchObject({ statusCode: 404 });
    await expect(openAgain()).rejects.toMatchObject({ statusCode: 404 });
    expect(await asService()).toBe(secret);
    expect((await keys.versions(ledger)).map(({ enabled }) => enabled)).toEqual([false]);
  });

  it('R19c: with a new version alone a copy that is taken afterwards still opens it, and that was advised against', async () => {
    const { steal, advice, respond, asService } = await aTheft();
    expect(await advice()).toMatchObject({ mode: 'new-version', findings: [] });
    await steal();
    const { mode, findings } = await advice();
    expect(mode).toBe('clean-vault');
    expect(findings).toEqual([
      { code: 'key-backup', message: expect.stringContaining(`${principal('mallory')} backed the key up`) },
    ]);
    expect(weaknesses(answerOf('new-version'), { mode, newDataKeys: false })).toEqual([
      expect.stringContaining('back the key up'),
    ]);

    await respond();
    const openAgain = await steal();
    expect(await openAgain()).toBe(secret);
    expect(await asService()).toBe(secret);
  });

  it.each([
    ['a new version', {}],
    ['a move to a clean vault', { cleanVault: standby }],
  ])(
    'opens for ever what was copied with its wrapped data key before, also after %s, and that is said',
    async (_, how) => {
      const { steal, respond, stored } = await aTheft();
      const open = await steal();
      const copied = stored();
      await respond(how);
      expect(await open(copied)).toBe(secret);
      const [exposure] = exposuresOf([{ id: container, type: 'application-data/blobs', keepsOldVersionFor: [] }]);
      expect(exposure?.stays).toContain('copies of data and of wrapped data keys that were taken earlier');
    },
  );
});
