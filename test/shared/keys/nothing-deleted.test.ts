import { readFileSync } from 'node:fs';
import { fakeKeys } from '../../fakes/fake-keys';
import { emulatedVault } from './emulated-vaults';

const now = () => new Date('2026-06-01T12:00:00Z');

const namesOf = (store: object): string[] => [
  ...Object.keys(store),
  ...Object.getOwnPropertyNames(Object.getPrototypeOf(store)),
];

describe('deleting', () => {
  it('is nothing that our declared rights allow, of a key or of a resource; of role assignments only to an identity that somebody opts into', () => {
    const rights = readFileSync('infra/generated/rights.json', 'utf8');
    const actions = [...new Set([...rights.matchAll(/"(Microsoft\.[^"]+)"/g)].map(([, action = '']) => action))];
    expect(actions.length).toBeGreaterThan(20);
    expect(actions.filter((action) => /delete|purge|\*/i.test(action))).toEqual([
      'Microsoft.KeyVault/managedHsm/keys/deletedKeys/read/action',
      'Microsoft.Authorization/roleAssignments/delete',
    ]);
  });

  it('is nothing that the key store can do', () => {
    const names = [...namesOf(emulatedVault({ now }).keys), ...namesOf(fakeKeys({ now }))];
    expect(names).toContain('disable');
    expect(names.filter((name) => /purge|destroy|remove|delete/i.test(name) && !/softDelete/.test(name))).toEqual([]);
  });
});
