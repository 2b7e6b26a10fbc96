import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readKeyVaultEvent } from '../../functions/key-vault-event';

const folder = join(__dirname, '../fixtures/events');
const samples = readdirSync(folder).map((file) => {
  const body: unknown = JSON.parse(readFileSync(join(folder, file), 'utf8'));
  return { file, event: Array.isArray(body) ? body[0] : body };
});
/** Dead letters are events of a vault with a few fields more. */
const isVaultEvent = ({ file }: { file: string }) => /^(kv-|deadletter)/.test(file);

const nearExpiry = (data: Record<string, unknown>) =>
  readKeyVaultEvent({ id: '1', eventType: 'Microsoft.KeyVault.KeyNearExpiry', data });
const id = 'https://contoso-kv.vault.azure.net/keys/app-key/00000000000000000000000000000001';

describe('readKeyVaultEvent', () => {
  it('has all ten types among the samples, each in both schemas', () => {
    const files = samples.filter(({ file }) => file.startsWith('kv-'));
    expect(new Set(files.map(({ event }) => event.type ?? event.eventType)).size).toBe(10);
    expect(files).toHaveLength(21);
  });

  it.each(samples.filter(isVaultEvent))('reads $file', ({ event }) => {
    expect(readKeyVaultEvent(event)).toEqual({
      event: expect.objectContaining({ id: event.id, vault: 'https://contoso-kv.vault.azure.net' }),
    });
  });

  it.each(samples.filter((sample) => !isVaultEvent(sample)))('refuses $file, which no vault sends', ({ event }) => {
    expect(readKeyVaultEvent(event)).toEqual({ unreadable: expect.stringMatching(/./) });
  });

  it.each([
    ['numbers', { Id: id, NBF: 1740830400, EXP: 1774958400 }],
    ['texts', { Id: id, NBF: '1740830400', EXP: '1774958400' }],
    ['nothing', { Id: id, NBF: null, EXP: null }],
    ['names in another case, with blanks around', { 'ID ': ` ${id} `, 'ObjectName ': 'app-key' }],
    ['an upper-case URL with its port', { id: id.replace('contoso', 'CONTOSO').replace('.net/', '.net:443/') }],
  ])('takes dates and names as the wire has them: %s', (_, data) => {
    expect(nearExpiry(data)).toEqual({
      event: {
        id: '1',
        what: 'KeyNearExpiry',
        vault: 'https://contoso-kv.vault.azure.net',
        key: 'https://contoso-kv.vault.azure.net/keys/app-key',
        version: '00000000000000000000000000000001',
      },
    });
  });

  it('reads a changed access policy that names no URL, since what it names is not documented', () => {
    const event = { id: '1', type: 'Microsoft.KeyVault.VaultAccessPolicyChanged', data: { Id: '/subscriptions/0' } };
    expect(readKeyVaultEvent(event)).toMatchObject({ event: { what: 'VaultAccessPolicyChanged' } });
  });

  it.each([{}, { Id: '' }, { Id: 'https://' }, { Id: 'https://a/secrets/b' }, { Id: 7 }, { Id: id.slice(0, -1) }])(
    'refuses %j without throwing',
    (data) => {
      expect(nearExpiry(data)).toHaveProperty('unreadable');
    },
  );
});
