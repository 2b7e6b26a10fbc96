import { keyId, KeyUrl, nameOf, vaultOf, versionIn } from '../../../shared/keys/key-url';

const canonical = 'https://payments.vault.azure.net/keys/ledger';

describe('KeyUrl', () => {
  it.each([
    canonical,
    'https://payments.vault.azure.net/keys/Ledger',
    'HTTPS://Payments.Vault.Azure.Net:443/keys/ledger/',
    `${canonical}/0123456789abcdef0123456789abcdef`,
    `  ${canonical}/0123456789ABCDEF0123456789ABCDEF/ `,
  ])('knows %j as one and the same key', (url) => {
    const key = KeyUrl.parse(url);
    expect(key).toBe(canonical);
    expect(keyId(key)).toBe(keyId(KeyUrl.parse(canonical)));
  });

  it('keeps a port that is not the default, and a name as it is', () => {
    const key = KeyUrl.parse('https://localhost:8443/keys/App-Key');
    expect([vaultOf(key), nameOf(key)]).toEqual(['https://localhost:8443', 'app-key']);
  });

  it.each([
    'http://payments.vault.azure.net/keys/ledger',
    'https://payments.vault.azure.net/secrets/ledger',
    'https://payments.vault.azure.net/keys/',
    'https://user@payments.vault.azure.net/keys/ledger',
    'https://payments.vault.azure.net/keys/led_ger',
    'https://payments.vault.azure.net/keys/ledger?x=1',
    'ledger',
    '',
    null,
    42,
  ])('refuses %j without throwing', (url) => {
    expect(KeyUrl.safeParse(url).success).toBe(false);
  });
});

describe('versionIn', () => {
  it.each([
    [`${canonical}/0123456789ABCDEF0123456789abcdef`, '0123456789abcdef0123456789abcdef'],
    [`${canonical}/0123456789abcdef0123456789abcdef/`, '0123456789abcdef0123456789abcdef'],
    [canonical, undefined],
    [`${canonical}/latest`, undefined],
    ['', undefined],
  ])('reads from %j %j', (reference, version) => {
    expect(versionIn(reference)).toBe(version);
  });
});
