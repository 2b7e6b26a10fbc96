import type { Ailment } from '../../../shared/doctor/diagnosis';
import { tellOfStandby } from '../../../shared/standby/tell-of-standby';
import { fakeDoctor } from '../../fakes/fake-doctor';
import { fakeOutbox } from '../../fakes/fake-outbox';

const clean = 'https://standby.vault.azure.net';
const lacking = (id: string, how: Partial<Ailment> = {}): Ailment => ({
  check: 'standby',
  code: 'standby-access-missing',
  subject: clean,
  message: `${id} may not wrap and unwrap there`,
  nextStep: `az role assignment create --assignee-object-id ${id}`,
  severity: 'warning',
  ...how,
});

/** A doctor, and what people hear of him; each look is a day later. */
const aSite = (...planted: Ailment[]) => {
  const clock = { now: new Date('2027-03-01T05:35:00Z') };
  const now = () => clock.now;
  const doctor = fakeDoctor({ now });
  doctor.planted.push(...planted);
  const alerts = fakeOutbox({ now });
  const days = async (count: number) => {
    for (let day = 0; day < count; day += 1) {
      await tellOfStandby({ doctor, alerts, now });
      clock.now = new Date(clock.now.getTime() + 24 * 3_600_000);
    }
    return alerts.raised;
  };
  return { doctor, days };
};

describe('tellOfStandby', () => {
  it('tells of each clean vault that is not ready, in one alert with the commands', async () => {
    const other = lacking('till', { subject: 'https://other.vault.azure.net', severity: 'critical' });
    const raised = await aSite(lacking('shop'), lacking('web'), other).days(1);
    expect(raised).toMatchObject([
      { kind: 'NeedsPerson', severity: 'warning', subject: clean },
      { kind: 'NeedsPerson', severity: 'critical', subject: other.subject },
    ]);
    expect(raised[0]?.whatToDo).toMatch(/--assignee-object-id shop[^]*--assignee-object-id web/);
  });

  it('says the same only every week, in whatever order it is found, and at once what is new', async () => {
    const { doctor, days } = aSite(lacking('shop'), lacking('web'));
    await days(1);
    doctor.planted.reverse();
    expect(await days(2)).toHaveLength(1);
    doctor.planted.push(lacking('till'));
    expect(await days(1)).toHaveLength(2);
    expect(await days(7)).toHaveLength(3);
  });

  it('says nothing of mere information', async () => {
    expect(await aSite(lacking('shop', { code: 'no-standby', severity: 'info' })).days(1)).toEqual([]);
  });
});
