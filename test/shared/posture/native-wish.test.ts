import { KeyUrl } from '../../../shared/keys/key-url';
import { nativeWish } from '../../../shared/posture/native-wish';
import { aClass, facts } from '../../examples';

const wish = (rules: Parameters<typeof aClass>[0], how: Parameters<typeof facts>[0] = {}) =>
  nativeWish(facts({ class: aClass({ nativePolicy: 'set', ...rules }), ...how }))?.policy;
const hsm = KeyUrl.parse('https://central.managedhsm.azure.net/keys/ledger');

describe('nativeWish', () => {
  it.each([
    ['expiry and notice of the class', { expiresAfter: 'P120D' }, { expiresIn: 'P120D', notify: 'P30D' }],
    ['the grace with the notice', { expiresAfter: 'P120D', grace: 'P5D' }, { expiresIn: 'P120D', notify: 'P35D' }],
    ['a week of notice at least', { expiresAfter: 'P120D', notice: 'P1D' }, { expiresIn: 'P120D', notify: 'P7D' }],
    ['a notice that leaves a week', { expiresAfter: 'P32D', notice: 'P30D' }, { expiresIn: 'P32D', notify: 'P25D' }],
  ])('wants %s', (_, rules, policy) => {
    expect(wish(rules)).toEqual(policy);
  });

  it('wants no notice of a Managed HSM, which sends none', () => {
    expect(wish({ expiresAfter: 'P120D' }, { key: hsm })).toEqual({ expiresIn: 'P120D' });
  });

  it('leaves an expiry as it is that the class does not name, or that is too short for a policy', () => {
    const native = { expiresIn: 'P60D', rotate: { timeAfterCreate: 'P30D' } };
    expect(wish({}, { native })).toEqual({ expiresIn: 'P60D', notify: 'P30D' });
    expect(wish({ cryptoperiod: 'P20D', notice: 'P5D', expiresAfter: 'P20D' }, { native })).toMatchObject({
      expiresIn: 'P60D',
    });
  });

  it('wants nothing where nothing differs, however durations are spelt, or where the class leaves it alone', () => {
    const native = { expiresIn: 'P17W1D', notify: 'P30D' };
    expect(wish({ expiresAfter: 'P120D' }, { native })).toBeUndefined();
    expect(wish({ nativePolicy: 'check', expiresAfter: 'P120D' })).toBeUndefined();
  });

  it('wants nothing while it is waived', () => {
    const waiver = { rule: 'native-policy-differs' as const, match: {}, reason: 'r', owner: 'o', until: '2030-01-01' };
    const rules = { ...aClass({ nativePolicy: 'set', expiresAfter: 'P120D' }), waivers: [waiver] };
    expect(nativeWish(facts({ class: rules }))).toBeUndefined();
  });
});
