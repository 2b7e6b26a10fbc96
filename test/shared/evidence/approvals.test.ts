import type { Approval } from '../../../shared/rotations/approval';
import { storesUnderTest } from './stores-under-test';

const question: Approval = {
  rotationId: '0123456789abcdef-0123456789abcdef',
  digest: 'd'.repeat(32),
  askedAt: '2026-03-01T00:00:00.000Z',
  remindAt: '2026-03-02T00:00:00.000Z',
  until: '2026-03-08T00:00:00.000Z',
};
const by = (name: string, approved = true) => ({
  approved,
  by: name,
  at: '2026-03-01T01:00:00.000Z',
  reason: 'read it',
});

describe.each(storesUnderTest)('approvals %s', (_, openStores) => {
  const open = async () => (await openStores(() => new Date('2026-03-01T00:00:00Z'))).approvals;

  it('are asked for once, with the first time', async () => {
    const approvals = await open();
    await approvals.ask(question);
    expect(await approvals.ask({ ...question, until: '2026-04-08T00:00:00.000Z' })).toEqual(question);
  });

  it('keep the first word, also when two speak at once', async () => {
    const approvals = await open();
    await approvals.ask(question);
    const { rotationId, digest } = question;
    const [one, two] = await Promise.all([
      approvals.decide(rotationId, digest, by('Alice')),
      approvals.decide(rotationId, digest, by('Bob', false)),
    ]);
    expect(one).toEqual(two);
    expect(await approvals.ask(question)).toEqual(one);
  });

  it('have no word about what nobody asked', async () => {
    const approvals = await open();
    await approvals.ask(question);
    expect(await approvals.decide(question.rotationId, 'e'.repeat(32), by('Alice'))).toBeUndefined();
  });
});
