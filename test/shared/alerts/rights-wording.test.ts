import { rightsInWords } from '../../../shared/alerts/rights-wording';
import type { Exporter } from '../../../shared/incidents/exporters';
import type { Incident } from '../../../shared/incidents/incident';

const now = new Date('2027-03-01T12:00:00.000Z');
const at = now.toISOString();
const asks = [
  {
    at,
    by: 'ada',
    reason: 'A laptop was stolen',
    scope: '1 named key',
    mode: 'clean-vault' as const,
    newDataKeys: false,
    containment: 'after' as const,
    acceptedWeaker: false,
    takeBackupRights: true,
  },
];
const incident: Incident = {
  id: 'INC-1',
  openedAt: at,
  openedBy: { id: 'ada', name: 'ada' },
  asks,
  certificates: [],
  exporters: [],
};
const inTheCloud = {
  principal: 'ops',
  inWords: 'ops may.',
  takenBy: 'person' as const,
  because: 'it is above the vault',
};
const told = (...rights: Exporter[]) => rightsInWords(incident, rights, now);

describe('what is told of rights that an incident takes', () => {
  it('gives the command before everything that may be cut', () => {
    const [{ whatToDo } = { whatToDo: '' }] = told({ ...inTheCloud, takeAway: 'az role assignment delete --ids /a' });
    expect(whatToDo).toMatch(
      / - az role assignment delete --ids \/a\n +ops may\. Not the identity: it is above the vault\./,
    );
  });

  it('counts Rewrap itself among nobody who loses them', () => {
    const own = { ...inTheCloud, principal: 'rewrap', own: true, takeAway: 'Leave it' };
    expect(told(own)).toEqual([]);
    expect(told(own, { ...own, appearedAt: at })).toEqual([]);
    const [{ summary } = { summary: '' }] = told(own, { ...inTheCloud, takeAway: 'az' });
    expect(summary).toContain('0 taken from people, 1 left to a person');
  });
});
