import { anApi } from './an-api';

describe('GET /api/doctor', () => {
  it('tells what was found, to whoever may read', async () => {
    const { call, world } = await anApi();
    world.doctor.planted.push({
      check: 'clock',
      code: 'clock-off',
      subject: 'clock',
      message: 'ten minutes ahead',
      nextStep: 'timedatectl set-ntp true',
      severity: 'critical',
    });
    const answer = await call('GET /api/doctor', { roles: ['Rewrap.Read'] });
    expect(answer).toMatchObject({ status: 200, keepsItsSchema: true });
    expect(answer.body).toMatchObject({ well: false, findings: [{ code: 'clock-off' }] });
    expect((await call('GET /api/doctor', { roles: ['Rewrap.Operate'] })).status).toBe(403);
    expect((await call('GET /api/doctor')).status).toBe(401);
  });
});
