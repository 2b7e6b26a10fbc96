import { growKey, isToContain } from '../../../shared/incidents/grow-key';
import type { IncidentKey } from '../../../shared/incidents/incident';
import { ledger } from '../../examples';

const asked = (how: Partial<IncidentKey> = {}): IncidentKey => ({
  key: ledger,
  requestId: 'wish-1',
  mode: 'new-version',
  newDataKeys: false,
  containment: 'after',
  rank: 0,
  askedAt: '2027-03-01T12:00:00.000Z',
  ...how,
});
const later = '2027-03-01T13:00:00.000Z';
const contained = { at: '2027-03-01T12:00:01.000Z', versions: ['a'.repeat(32)] };
const inVault = asked({ mode: 'clean-vault', requestId: 'wish-2' });

describe('a key that an incident is asked for again', () => {
  it('is the same when nothing else is wanted of it', () => {
    const stored = growKey(undefined, asked());
    expect(growKey(stored, asked({ askedAt: later, rank: 4 }))).toBe(stored);
  });

  it('follows a stronger wish, and keeps what was disabled for the first', () => {
    const stored = { ...asked(), contained };
    expect(growKey(stored, inVault)).toEqual({ ...inVault, contained });
  });

  it('stays with the stronger wish when a weaker one comes at the same moment', () => {
    expect(growKey(inVault, asked())).toBe(inVault);
    const suspect = asked({ newDataKeys: true, requestId: 'wish-3' });
    expect(growKey(suspect, asked())).toBe(suspect);
  });

  it('is contained when that is asked for after it was begun without, and once only', () => {
    const first = growKey(asked(), asked({ containment: 'immediate', askedAt: later }));
    expect(first).toMatchObject({ containment: 'immediate', askedAt: asked().askedAt });
    expect(isToContain(first)).toBe(true);
    const { containing: _over, ...done } = { ...first, contained };
    expect(isToContain(done)).toBe(false);
    expect(growKey(done, asked({ containment: 'immediate' }))).toBe(done);
    expect(isToContain(growKey(done, asked()))).toBe(false);
  });

  it('is contained anew when a stronger wish asks for that, too', () => {
    const stored = { ...asked({ containment: 'immediate' }), contained };
    const grown = growKey(stored, { ...inVault, containment: 'immediate' });
    expect(grown).toMatchObject({ contained, containing: {} });
  });

  it('does not forget that it is still to be contained when somebody asks for more without', () => {
    const stored = growKey(undefined, asked({ containment: 'immediate' }));
    expect(isToContain(growKey(stored, inVault))).toBe(true);
  });
});
