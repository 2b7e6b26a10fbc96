import { KeyUrl } from '../../../shared/keys/key-url';
import { classOf } from '../../../shared/policy/class-of';
import { inScope } from '../../../shared/policy/in-scope';
import { aPolicy } from './a-policy';

const ledger = KeyUrl.parse('https://payments.vault.azure.net/keys/ledger');
const classes = (...match: object[]) =>
  aPolicy({ classes: match.map((one, at) => ({ name: String(at), cryptoperiod: 'P1Y', match: one })) });

describe('classOf', () => {
  it('R18b: lets the last class that matches hold', () => {
    expect(classOf(classes({}, { keys: ['ledger'] }, { keys: ['other'] }), ledger, {})?.name).toBe('1');
  });

  it.each([
    ['its vault', { vaults: ['https://payments.vault.azure.net:443'] }],
    ['its name', { keys: ['Ledger'] }],
    ['the beginning of its name', { keys: ['other', 'led*'] }],
    ['all its tags', { tags: { env: 'prod' } }],
    ['nothing at all', {}],
  ])('matches a key by %s', (_, match) => {
    expect(classOf(classes(match), ledger, { env: 'prod', more: '1' })).toBeDefined();
  });

  it.each([
    ['another vault', { vaults: ['https://other.vault.azure.net'] }],
    ['a name that only begins alike', { keys: ['led'] }],
    ['another value of a tag', { tags: { env: 'test' } }],
    ['one tag of two', { tags: { env: 'prod', tier: '1' } }],
    ['the right name in the wrong vault', { keys: ['ledger'], vaults: ['https://other.vault.azure.net'] }],
  ])('leaves a key alone for %s', (_, match) => {
    expect(classOf(classes(match), ledger, { env: 'prod' })).toBeUndefined();
  });

  it('takes a shorter cryptoperiod from a tag', () => {
    expect(classOf(aPolicy(), ledger, { 'rewrap-cryptoperiod': 'P90D' })).toMatchObject({
      cryptoperiod: 'P90D',
      notice: 'P30D',
    });
  });

  it('shrinks a notice that would fill the shorter cryptoperiod', () => {
    expect(classOf(aPolicy(), ledger, { 'rewrap-cryptoperiod': 'P10D' })).toMatchObject({ notice: 'P5D' });
  });

  it.each(['P2Y', 'soon', '', 'P0D', '-P1D'])('takes no cryptoperiod of "%s" from a tag', (period) => {
    expect(classOf(aPolicy(), ledger, { 'rewrap-cryptoperiod': period })).toMatchObject({ cryptoperiod: 'P1Y' });
  });

  it('believes a tag that material was imported, never one that it was generated', () => {
    const imported = aPolicy({ classes: [{ name: 'byok', cryptoperiod: 'P1Y', origin: 'imported' }] });
    expect(classOf(aPolicy(), ledger, { 'rewrap-origin': 'imported' })?.origin).toBe('imported');
    expect(classOf(imported, ledger, { 'rewrap-origin': 'generated' })?.origin).toBe('imported');
  });
});

describe('inScope', () => {
  it.each([
    ['https://PAYMENTS.vault.azure.net:443/keys/Ledger/', true],
    ['https://payments.vault.azure.net:8443/keys/ledger', false],
    ['https://payments.vault.azure.net.evil.example/keys/ledger', false],
  ])('of %s is %s', (url, expected) => {
    expect(inScope(aPolicy(), KeyUrl.parse(url))).toBe(expected);
  });
});
