import type { Incident, IncidentKey } from '../../../shared/incidents/incident';
import { today } from '../../examples';
import { keyNamed } from './evidence-examples';
import { storesUnderTest } from './stores-under-test';

const at = today.toISOString();
const incident: Incident = {
  id: 'INC 1/ä',
  openedAt: at,
  openedBy: { id: 'oid', name: 'Nadia' },
  asks: [],
  certificates: [],
  exporters: [],
};
const keyOf = (name: string, rank: number): IncidentKey => ({
  key: keyNamed(name),
  requestId: `wish-for-${name}`,
  mode: 'clean-vault',
  newDataKeys: false,
  containment: 'after',
  rank,
  askedAt: at,
});

describe.each(storesUnderTest)('incidents %s', (_, openStores) => {
  const incidentsNow = async () => (await openStores(() => today)).incidents;

  it('loses none of what many note at once', async () => {
    const incidents = await incidentsNow();
    const names = ['a', 'b', 'c', 'd'];
    const note = (name: string) =>
      incidents.note(incident.id, (stored = incident) => ({ ...stored, certificates: [...stored.certificates, name] }));
    await Promise.all(names.map(note));
    expect((await incidents.get(incident.id))?.certificates.toSorted()).toEqual(names);
    expect(await incidents.list()).toHaveLength(1);
  });

  it('keeps the keys of each incident apart, in the order of their ranks', async () => {
    const incidents = await incidentsNow();
    for (const each of [keyOf('second', 2), keyOf('first', 1)])
      await incidents.noteKey(incident.id, each.key, () => each);
    await incidents.noteKey('another', keyNamed('first'), () => keyOf('first', 1));
    expect((await incidents.keys(incident.id)).map(({ rank }) => rank)).toEqual([1, 2]);
  });

  it('keeps each right of each incident apart', async () => {
    const incidents = await incidentsNow();
    const right = { vault: 'https://payments.vault.azure.net', principal: 'mallory', inWords: 'may', takeAway: 'az' };
    await incidents.noteRight(incident.id, 'one', () => right);
    await incidents.noteRight(incident.id, 'two', () => ({ ...right, principal: 'ann' }));
    await incidents.noteRight('another', 'one', () => right);
    await incidents.noteRight(incident.id, 'one', (stored) => stored && { ...stored, takenAt: at });
    expect((await incidents.rights(incident.id)).map(({ principal, takenAt }) => [principal, takenAt])).toEqual([
      ['mallory', at],
      ['ann', undefined],
    ]);
  });

  it('knows nothing of an incident that nobody opened', async () => {
    const incidents = await incidentsNow();
    expect(await incidents.get('other')).toBeUndefined();
    expect(await incidents.keys('other')).toEqual([]);
  });
});
