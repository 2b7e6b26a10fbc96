import { hashOf } from '../../shared/hash';
import { KeySoftDeleted, KeyUnknown } from '../../shared/keys/key-errors';
import { type KeyUrl, vaultOf } from '../../shared/keys/key-url';
import { byAge, type KeyShape, type KeyVersion, type NativePolicy } from '../../shared/keys/key-version';
import type { KeyPresence, KeyStore, VersionProof } from '../../shared/world';
import { Faults } from './faults';

type Method = keyof KeyStore;

interface FakeKey {
  presence: KeyPresence;
  native: NativePolicy;
  proof: VersionProof;
  readonly versions: KeyVersion[];
  readonly shapes: Map<string, KeyShape>;
}

export const rsaShape: KeyShape = {
  kty: 'RSA',
  size: 2048,
  keyOps: ['wrapKey', 'unwrapKey'],
  exportable: false,
  hasReleasePolicy: false,
};

const shown: VersionProof = { newVersionWorks: 'shown', oldVersionStillOpens: 'shown' };
const pageSize = 25;

/** Key Vault tells whole seconds. */
const inSeconds = (date: Date): string => new Date(Math.floor(date.getTime() / 1000) * 1000).toISOString();

/**
 * Keys in memory, as their port shows them. Time comes from `now` alone. `calls` lists what was asked, in order; `faults`
 * takes orders for trouble. Methods that are not the port's belong to the test and never fail on order.
 */
export class FakeKeys extends Faults<Method> implements KeyStore {
  readonly calls: { readonly method: Method; readonly on: string }[] = [];
  readonly #keys = new Map<KeyUrl, FakeKey>();
  readonly #now: () => Date;
  #made = 0;

  constructor({ now }: { now: () => Date }) {
    super();
    this.#now = now;
  }

  /** Plants a key with one version. `shape` is that of every version made later, too. */
  addKey(key: KeyUrl, how: { shape?: KeyShape; native?: NativePolicy } & Partial<KeyVersion> = {}): KeyVersion {
    const { shape = rsaShape, native = {}, ...version } = how;
    this.#keys.set(key, { presence: 'present', native, proof: shown, versions: [], shapes: new Map() });
    return this.addVersion(key, { shape, ...version });
  }

  /** Plants a further version, as someone else would make it: with the tags of the version before unless told otherwise. */
  addVersion(key: KeyUrl, how: { shape?: KeyShape } & Partial<KeyVersion> = {}): KeyVersion {
    const fake = this.#find(key);
    const last = fake.versions.at(-1);
    const { shape = (last && fake.shapes.get(last.version)) ?? rsaShape, ...version } = how;
    this.#made += 1;
    const made: KeyVersion = {
      key,
      version: hashOf(key, String(this.#made)),
      enabled: true,
      createdOn: inSeconds(this.#now()),
      tags: { ...last?.tags },
      managed: last?.managed ?? false,
      recoveryLevel: 'Recoverable',
      ...version,
    };
    fake.versions.push(made);
    fake.shapes.set(made.version, shape);
    return made;
  }

  /** What the vault holds, oldest first, without a call being noted. */
  versionsOf(key: KeyUrl): readonly KeyVersion[] {
    return this.#keys.get(key)?.versions.toSorted(byAge) ?? [];
  }

  /** How often the method was called, on that key or vault or on any. */
  callsOf(method: Method, on?: string): number {
    return this.calls.filter((call) => call.method === method && (on === undefined || call.on === on)).length;
  }

  softDelete(key: KeyUrl): void {
    this.#find(key).presence = 'soft-deleted';
  }

  recover(key: KeyUrl): void {
    this.#find(key).presence = 'present';
  }

  /** What `prove` answers for the key from now on; until then both halves are shown. */
  proveAs(key: KeyUrl, proof: VersionProof): void {
    this.#find(key).proof = proof;
  }

  list(vault: string, from = '0') {
    return this.#meet('list', vault, () => {
      const all = [...this.#keys].filter(([key, { presence }]) => vaultOf(key) === vault && presence === 'present');
      const end = Number(from) + pageSize;
      const keys = all.slice(Number(from), end).map(([key, { versions }]) => {
        const { managed = false, tags = {} } = versions.at(-1) ?? {};
        return { key, managed, tags };
      });
      return end < all.length ? { keys, next: String(end) } : { keys };
    });
  }

  presence(key: KeyUrl) {
    return this.#meet('presence', key, () => this.#keys.get(key)?.presence ?? 'absent');
  }

  recoverable(vault: string) {
    return this.#meet('recoverable', vault, () =>
      [...this.#keys]
        .filter(([key, { presence }]) => vaultOf(key) === vault && presence === 'soft-deleted')
        .map(([key, { versions }]) => ({ key, managed: versions.at(-1)?.managed ?? false })),
    );
  }

  versions(key: KeyUrl) {
    return this.#meet('versions', key, () => (this.#keys.get(key)?.presence === 'present' ? this.versionsOf(key) : []));
  }

  shape(key: KeyUrl, version: string) {
    return this.#meet('shape', key, () => {
      const shape = this.#live(key).shapes.get(version);
      if (!shape) throw new KeyUnknown(key, version);
      return shape;
    });
  }

  nativePolicy(key: KeyUrl) {
    return this.#meet('nativePolicy', key, () => this.#keys.get(key)?.native ?? {});
  }

  setNativePolicy(key: KeyUrl, policy: NativePolicy) {
    return this.#meet('setNativePolicy', key, () => void (this.#find(key).native = policy));
  }

  createLike(
    model: KeyVersion,
    { tags, expiresOn, as }: { tags: Record<string, string>; expiresOn?: string; as?: KeyUrl },
  ) {
    return this.#meet('createLike', model.key, () => {
      if (this.#find(model.key).presence === 'soft-deleted') throw new KeySoftDeleted(model.key);
      const shape = this.#live(model.key).shapes.get(model.version);
      if (!shape) throw new KeyUnknown(model.key, model.version);
      const key = as ?? model.key;
      const { recoveryLevel, managed } = model;
      const how = { shape, tags, managed, recoveryLevel, ...(expiresOn !== undefined && { expiresOn }) };
      return this.#keys.has(key) ? this.addVersion(key, how) : this.addKey(key, how);
    });
  }

  prove(key: KeyUrl, { from, to }: { from: string; to: string }) {
    return this.#meet('prove', key, () => {
      const { proof, shapes } = this.#live(key);
      const missing = [from, to].find((version) => !shapes.has(version));
      if (missing !== undefined) throw new KeyUnknown(key, missing);
      return proof;
    });
  }

  backUp(key: KeyUrl) {
    return this.#meet('backUp', key, () => {
      const { versions } = this.#live(key);
      return new TextEncoder().encode(`backup of ${versions.map(({ version }) => version).join(' ')}`);
    });
  }

  disable(key: KeyUrl, version: string) {
    return this.#meet('disable', key, () => this.#set(key, version, false));
  }

  enable(key: KeyUrl, version: string) {
    return this.#meet('enable', key, () => this.#set(key, version, true));
  }

  #set(key: KeyUrl, version: string, enabled: boolean): void {
    const { versions } = this.#live(key);
    const index = versions.findIndex((held) => held.version === version);
    const held = versions[index];
    if (!held) throw new KeyUnknown(key, version);
    versions[index] = { ...held, enabled };
  }

  #meet<T>(method: Method, on: string, act: () => T): Promise<T> {
    this.calls.push({ method, on });
    return this.meet(method, act);
  }

  #find(key: KeyUrl): FakeKey {
    const fake = this.#keys.get(key);
    if (!fake) throw new KeyUnknown(key);
    return fake;
  }

  #live(key: KeyUrl): FakeKey {
    const fake = this.#find(key);
    if (fake.presence !== 'present') throw new KeyUnknown(key);
    return fake;
  }
}

export const fakeKeys = (how: { now: () => Date }): FakeKeys => new FakeKeys(how);
