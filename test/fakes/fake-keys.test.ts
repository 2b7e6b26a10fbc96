import { KeyUrl } from '../../shared/keys/key-url';
import { fakeKeys } from './fake-keys';

const key = KeyUrl.parse('https://payments.vault.azure.net/keys/ledger');
const now = () => new Date('2026-06-01T12:00:00Z');

describe('fakeKeys', () => {
  it('fails the next call only, which does nothing', async () => {
    const keys = fakeKeys({ now });
    const model = keys.addKey(key);
    keys.failNext('createLike', new Error('503'));
    await expect(keys.createLike(model, { tags: {} })).rejects.toThrow('503');
    expect(keys.versionsOf(key)).toHaveLength(1);
    await keys.createLike(model, { tags: {} });
    expect(keys.versionsOf(key)).toHaveLength(2);
    expect(keys.callsOf('createLike', key)).toBe(2);
  });

  it('loses an answer after the work is done', async () => {
    const keys = fakeKeys({ now });
    const model = keys.addKey(key);
    keys.loseNextAnswer('createLike');
    await expect(keys.createLike(model, { tags: { made: 'yes' } })).rejects.toThrow('reset');
    expect(keys.versionsOf(key).map(({ tags }) => tags)).toEqual([{}, { made: 'yes' }]);
  });

  it('holds a call back until it is released', async () => {
    const keys = fakeKeys({ now });
    const model = keys.addKey(key);
    const release = keys.holdNext('createLike');
    const creation = keys.createLike(model, { tags: {} });
    await keys.versions(key);
    expect(keys.versionsOf(key)).toHaveLength(1);
    release();
    await creation;
    expect(keys.versionsOf(key)).toHaveLength(2);
  });
});
