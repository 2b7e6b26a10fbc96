import { KeyUrl } from '../../../shared/keys/key-url';
import { KeyAccessRefused } from '../../../shared/keys/key-errors';
import type { KeyShape } from '../../../shared/keys/key-version';
import { protectionOf } from '../../../shared/posture/protection';
import { facts, ledger, today } from '../../examples';
import { fakeWorld } from '../../fakes/fake-world';
import { rsaShape } from '../../fakes/fake-keys';

const vaulted = KeyUrl.parse('https://treasury.managedhsm.azure.net/keys/vaulted');
const withKey = (kty: KeyShape['kty'], key = ledger) => {
  const world = fakeWorld({ now: () => today });
  const version = world.keys.addKey(key, { shape: { ...rsaShape, kty } });
  return { world, seen: facts({ key, versions: [version] }), version: version.version };
};

describe('what protects a key', () => {
  it.each<[string, KeyShape['kty'], string]>([
    ['R5: is software in a vault', 'RSA', 'software'],
    ['R5: is an HSM behind a premium vault', 'EC-HSM', 'hsm'],
  ])('%s', async (_, kty, protection) => {
    const { world, seen } = withKey(kty);
    expect(await protectionOf(world, seen, undefined)).toEqual({ protection });
  });

  it('R5: is an HSM in a Managed HSM, which is not asked', async () => {
    const { world, seen } = withKey('RSA', vaulted);
    expect(await protectionOf(world, seen, undefined)).toEqual({ protection: 'hsm' });
  });

  it('is asked once for a version, and again for the next', async () => {
    const { world, seen, version } = withKey('RSA');
    expect(await protectionOf(world, seen, { version, protection: 'hsm' })).toEqual({ protection: 'hsm' });
    expect(await protectionOf(world, seen, { version: 'older', protection: 'hsm' })).toEqual({
      protection: 'software',
    });
  });

  it('is not told where the vault refuses to say', async () => {
    const { world, seen } = withKey('RSA');
    const refusal = { operation: 'read', on: ledger, kind: 'vault' } as const;
    world.keys.failNext('shape', new KeyAccessRefused(refusal, 'ForbiddenByRbac', undefined));
    expect(await protectionOf(world, seen, undefined)).toEqual({});
  });
});
