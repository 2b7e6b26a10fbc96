import { ContainerRefused, type Held } from '../../../../shared/dependents/blobs/blob-containers';
import { applicationData } from '../../../../shared/dependents/wrapped-keys/application-data';
import { TooFast } from '../../../../shared/pace';
import { KeyUrl } from '../../../../shared/keys/key-url';
import type { Dependent, Move } from '../../../../shared/dependents/dependent';
import {
  aContainer,
  aPolicy,
  aShelf,
  aVault,
  container,
  dataKey,
  encrypted,
  key,
  blobsAlone,
  v1,
  v2,
  type Kept,
} from '../blobs/application';

const dependent: Dependent = {
  id: container,
  type: 'application-data/blobs',
  mode: 'pinned',
  version: v1,
  canary: false,
  keepsOldVersionFor: [],
};

const anApplication = (...kept: Kept[]) => {
  const vault = aVault();
  const box = aContainer(...kept);
  const clock = { at: Date.parse('2030-01-01T00:00:00Z'), step: 0 };
  const now = () => new Date((clock.at += clock.step));
  const shelf = aShelf();
  const declared = { policy: aPolicy() };
  const policy = () => Promise.resolve(declared.policy);
  const port = applicationData({ blobs: box.store, ...blobsAlone, wrapping: vault.wrapping, shelf, policy, now });
  const move = (earlier?: Move) => port.move(dependent, { key, to: v2, nudge: false, ...(earlier && { earlier }) });
  return { ...vault, ...box, port, move, clock, shelf, declared };
};

const wrappedIn = (metadata: Readonly<Record<string, string>> | undefined) =>
  JSON.parse(metadata?.['encryptiondata'] ?? '{}').WrappedContentKey;

describe('finding application data', () => {
  it('finds a declared container with a blob that the key has wrapped', async () => {
    const { port } = anApplication({ name: 'plain', metadata: {} }, { name: 'a', metadata: encrypted(v1) });
    expect(await port.find(key, aPolicy(true))).toEqual({
      dependents: [{ ...dependent, canary: true }],
      unknown: [],
      unreadable: [],
    });
  });

  it('leaves out a container whose blobs other keys have wrapped', async () => {
    const { port } = anApplication({ name: 'a', metadata: encrypted(v1, 'https://other.vault.azure.net/keys/ledger') });
    expect(await port.find(key, aPolicy())).toEqual({ dependents: [], unknown: [], unreadable: [] });
  });

  it('names no version where blobs differ in it', async () => {
    const { port } = anApplication({ name: 'a', metadata: encrypted(v1) }, { name: 'b', metadata: encrypted(v2) });
    const [found] = (await port.find(key, aPolicy())).dependents;
    expect(found).toBeDefined();
    expect(found?.version).toBeUndefined();
  });

  it('says so where encryption data is garbled, because nobody knows which key it needs', async () => {
    const { port } = anApplication({ name: 'a', metadata: { EncryptionData: '{' } });
    expect((await port.find(key, aPolicy())).unreadable).toMatchObject([{ scope: container }]);
  });

  it('says so where the container cannot be read', async () => {
    const { port, store } = anApplication();
    store.list = () => Promise.reject(new ContainerRefused(container, '403'));
    const { dependents, unreadable } = await port.find(key, aPolicy());
    expect(dependents).toEqual([]);
    expect(unreadable).toEqual([
      { scope: container, because: expect.stringContaining('Storage Blob Data Contributor') },
    ]);
  });
});

describe('moving application data', () => {
  it('wraps the same data key with the new version and keeps all other metadata', async () => {
    const { move, blobs } = anApplication({ name: 'a', metadata: encrypted(v1) });
    expect(await move()).toMatchObject({ state: 'settled', proof: 'unwrapped', to: v2, dependent: container });
    const before = JSON.parse(encrypted(v1)['encryptiondata'] ?? '');
    const after = JSON.parse(blobs[0]?.metadata['encryptiondata'] ?? '');
    expect(blobs[0]?.metadata['owner']).toBe('billing');
    expect(after).toEqual({
      ...before,
      WrappedContentKey: {
        ...before.WrappedContentKey,
        KeyId: `${key}/${v2}`,
        EncryptedKey: Buffer.concat([Buffer.from(v2), dataKey]).toString('base64'),
      },
    });
    expect(Object.keys(after)).toEqual(Object.keys(before));
  });

  it('touches no blob that another key has wrapped, nor one that is there already', async () => {
    const foreign = { name: 'foreign', metadata: encrypted(v1, 'https://payments.vault.azure.net/keys/other') };
    const { move, writes } = anApplication(
      foreign,
      { name: 'there', metadata: encrypted(v2) },
      { name: 'plain', metadata: {} },
    );
    expect(await move()).toMatchObject({ state: 'settled', proof: 'read-back' });
    expect(writes).toEqual([]);
  });

  it('zeroes every data key that it has opened', async () => {
    const { move, opened } = anApplication({ name: 'a', metadata: encrypted(v1) });
    await move();
    expect(opened).toHaveLength(2);
    expect(opened.every((open) => open.every((byte) => byte === 0))).toBe(true);
  });

  it('writes nothing that the new version does not open to the same data key', async () => {
    const { move, wrapping, writes } = anApplication({ name: 'a', metadata: encrypted(v1) });
    wrapping.wrap = ({ version }) => Promise.resolve(Buffer.from(`${version}another data key`));
    const moved = await move();
    expect(moved).toMatchObject({
      state: 'failed',
      proof: 'unproven',
      because: expect.stringContaining('wrapped-wrongly'),
    });
    expect(writes).toEqual([]);
  });

  it('is not lost to another writer: a blob that changed is looked at again', async () => {
    const app = anApplication({ name: 'a', metadata: encrypted(v1) });
    app.meanwhile.push(() => app.change('a', { ...encrypted(v1), owner: 'somebody else' }));
    expect(await app.move()).toMatchObject({ state: 'settled', proof: 'unwrapped' });
    expect(app.blobs[0]?.metadata['owner']).toBe('somebody else');
    expect(wrappedIn(app.blobs[0]?.metadata).KeyId).toBe(`${key}/${v2}`);
  });

  it('gives up, and says so, when applications keep writing with the old version', async () => {
    const app = anApplication({ name: 'a', metadata: encrypted(v1) });
    for (let turn = 0; turn < 20; turn++) app.meanwhile.push(() => app.change('a', encrypted(v1)));
    expect(await app.move()).toMatchObject({ state: 'failed', because: expect.stringContaining('applications keep') });
  });

  it.each<Held>(['snapshot', 'former version', 'soft-deleted', 'archived', 'leased', 'immutable'])(
    'counts a %s apart, moves the rest, and does not call the container proven',
    async (held) => {
      const { move, writes } = anApplication(
        { name: 'a', metadata: encrypted(v1) },
        { name: 'b', metadata: encrypted(v1), held },
      );
      const moved = await move();
      expect(moved).toMatchObject({
        state: 'failed',
        proof: 'unproven',
        because: expect.stringContaining(`1 ${held}`),
      });
      expect(writes.map(({ name }) => name)).toEqual(['a']);
    },
  );

  it('counts what the store refuses to rewrite', async () => {
    const { move, refuses } = anApplication({ name: 'a', metadata: encrypted(v1) });
    refuses.set('a', 'leased');
    expect(await move()).toMatchObject({ state: 'failed', because: expect.stringContaining('1 leased') });
  });

  it('counts a wrapped key that the vault cannot open, and one that names no version', async () => {
    const broken = encrypted(v1);
    const spoiled = {
      ...broken,
      encryptiondata: broken['encryptiondata']?.replace(/"EncryptedKey":"..../, '"EncryptedKey":"AAAA') ?? '',
    };
    const { move } = anApplication({ name: 'a', metadata: spoiled }, { name: 'b', metadata: encrypted(undefined) });
    const { because } = await move();
    expect(because).toContain('1 not re-wrapped (the vault cannot read it)');
    expect(because).toContain('1 naming no version');
  });

  it('throws for a fault that may pass, so that the step is tried again', async () => {
    const { move, wrapping } = anApplication({ name: 'a', metadata: encrypted(v1) });
    wrapping.unwrap = () => Promise.reject(new Error('socket hang up'));
    await expect(move()).rejects.toThrow('socket hang up');
  });

  it('stops when its time is over and goes on from its checkpoint, with nothing done twice', async () => {
    const many = Array.from({ length: 4_500 }, (_, index) => ({ name: `b${index}`, metadata: encrypted(v1) }));
    const { move, writes, clock } = anApplication(...many);
    clock.step = 50_000;
    let moved = await move();
    expect(moved).toMatchObject({ state: 'pending', checkAgainAt: expect.any(String) });
    expect(writes.length).toBeLessThan(4_500);
    for (let turn = 0; moved.state === 'pending' && turn < 20; turn++) moved = await move(moved);
    expect(moved).toMatchObject({ state: 'settled', proof: 'unwrapped' });
    expect(new Set(writes.map(({ name }) => name)).size).toBe(4_500);
    expect(writes).toHaveLength(4_500);
  });

  it('counts nothing as lost for ever that the vault was only too busy for', async () => {
    const { move, wrapping, writes } = anApplication({ name: 'a', metadata: encrypted(v1) });
    wrapping.unwrap = () => Promise.reject(new TooFast('asked too often'));
    await expect(move()).rejects.toThrow('asked too often');
    expect(writes).toEqual([]);
  });

  it('keeps what it has done when a fault stops it, and goes on later', async () => {
    const many = Array.from({ length: 1_200 }, (_, index) => ({ name: `b${index}`, metadata: encrypted(v1) }));
    const { move, wrapping, opened, writes } = anApplication(...many);
    const wrap = wrapping.wrap.bind(wrapping);
    wrapping.wrap = (open) => (opened.length > 1_500 ? Promise.reject(new Error('socket hang up')) : wrap(open));
    const stopped = await move();
    expect(stopped).toMatchObject({ state: 'pending', because: expect.stringContaining('socket hang up') });
    expect(JSON.parse(stopped.checkpoint ?? '')).toMatchObject({ pass: 1, rewritten: 500, from: '500' });
    wrapping.wrap = wrap;
    expect(await move(stopped)).toMatchObject({ state: 'settled', proof: 'unwrapped' });
    expect(writes).toHaveLength(1_200);
  });

  it('wraps with a version of another key where that is asked for, and goes back', async () => {
    const { port, blobs } = anApplication({ name: 'a', metadata: encrypted(v1) });
    const other = KeyUrl.parse('https://clean.vault.azure.net/keys/ledger');
    const there = await port.move(dependent, { key, to: v2, toKey: other, nudge: false });
    expect(there).toMatchObject({ state: 'settled', proof: 'unwrapped' });
    expect(wrappedIn(blobs[0]?.metadata).KeyId).toBe(`${other}/${v2}`);
    expect(await port.observe(dependent, { key, to: v2, toKey: other })).toEqual({ proof: 'read-back' });
    const back = await port.undo(dependent, { key: other, from: v2, toKey: key, to: v1 });
    expect(back).toMatchObject({ state: 'settled', proof: 'unwrapped' });
    expect(wrappedIn(blobs[0]?.metadata).KeyId).toBe(`${key}/${v1}`);
  });

  it('touches nothing in a store that the policy does not declare any more', async () => {
    const { move, writes, declared, port } = anApplication({ name: 'a', metadata: encrypted(v1) });
    declared.policy = { ...aPolicy(), applicationData: [] };
    expect(await move()).toMatchObject({ state: 'failed', because: expect.stringContaining('not declared') });
    expect(await port.observe(dependent, { key, to: v2 })).toMatchObject({ proof: 'unproven' });
    expect(writes).toEqual([]);
  });
});

describe('observing application data', () => {
  it('proves by reading back when every blob names the version', async () => {
    const { port } = anApplication({ name: 'a', metadata: encrypted(v2) });
    expect(await port.observe(dependent, { key, to: v2 })).toEqual({ proof: 'read-back' });
  });

  it('names the versions that are still in use, snapshots included, and writes nothing', async () => {
    const { port, writes } = anApplication(
      { name: 'a', metadata: encrypted(v2) },
      { name: 'a', metadata: encrypted(v1), held: 'snapshot' },
    );
    expect(await port.observe(dependent, { key, to: v2 })).toEqual({
      proof: 'unproven',
      because: expect.stringContaining(v1),
    });
    expect(writes).toEqual([]);
  });

  it('counts a store that is too large for one call in several, and proves by the whole count', async () => {
    const many = Array.from({ length: 12_000 }, (_, index) => ({ name: `b${index}`, metadata: encrypted(v2) }));
    const { port, clock, shelf } = anApplication(...many);
    clock.step = 70_000;
    expect(await port.observe(dependent, { key, to: v2 })).toEqual({
      proof: 'unproven',
      because: expect.stringContaining('5000 seen so far'),
    });
    expect(await port.observe(dependent, { key, to: v2 })).toEqual({ proof: 'read-back' });
    expect(shelf.kept.get(container)).toMatchObject({ whole: true, seen: 12_000, counts: [{ keys: 12_000 }] });
  });

  it('tells how many older versions hold, those that cannot be written apart', async () => {
    const { port } = anApplication(
      { name: 'a', metadata: encrypted(v1) },
      { name: 'b', metadata: encrypted(v1), held: 'archived' },
    );
    const { because } = await port.observe(dependent, { key, to: v2 });
    expect(because).toContain(`2 with ${v1} (1 of them cannot be written)`);
  });
});
