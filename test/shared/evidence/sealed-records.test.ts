import type { Blobs } from '../../../shared/evidence/blobs';
import { sealedRecords } from '../../../shared/evidence/sealed-records';
import { daysAgo, today } from '../../examples';
import { fakeRecords } from '../../fakes/fake-records';
import { aMove, keyNamed, recordOf, rotationIdOf } from './evidence-examples';

const key = keyNamed('ledger');
const id = rotationIdOf(key, 'one');

const aContainer = () => {
  const kept = new Map<string, string>();
  const faults: Error[] = [];
  const blobs: Pick<Blobs, 'keep' | 'read' | 'has'> = {
    async keep(name, content) {
      const fault = faults.shift();
      if (fault) throw fault;
      if (kept.has(name)) return false;
      kept.set(name, String(content));
      return true;
    },
    read: async (name) => kept.get(name),
    has: async (name) => kept.has(name),
  };
  const fail = (fault: Error) => void faults.push(fault);
  return { kept, blobs, fail, copies: () => [...kept.values()].map((text): unknown => JSON.parse(text)) };
};

const opened = async () => {
  const container = aContainer();
  const records = sealedRecords(fakeRecords(), container.blobs);
  await records.open(recordOf(key, 'one'));
  await records.noteMove(id, aMove('canary'));
  return { records, ...container };
};

describe('sealedRecords', () => {
  it('R2: keeps a copy of a rotation that ends, with its moves', async () => {
    const { records, copies } = await opened();
    await records.update(id, { state: 'running' });
    expect(copies()).toEqual([]);
    await records.update(id, { state: 'proven', closedAt: daysAgo(0) });
    expect(copies()).toEqual([
      {
        record: expect.objectContaining({ state: 'proven', closedAt: daysAgo(0) }),
        steps: [],
        moves: [expect.objectContaining({ dependent: 'canary' })],
      },
    ]);
  });

  it('keeps another copy when it ends again, and leaves the first as it was', async () => {
    const { records, kept, copies } = await opened();
    await records.update(id, { state: 'partial', closedAt: daysAgo(2) });
    await records.update(id, { state: 'running', closedAt: undefined });
    await records.update(id, { state: 'proven', closedAt: daysAgo(1) });
    expect(copies()).toEqual([
      expect.objectContaining({ record: expect.objectContaining({ state: 'partial' }) }),
      expect.objectContaining({ record: expect.objectContaining({ state: 'proven' }) }),
    ]);
    expect([...kept.keys()].toSorted()).toEqual([...kept.keys()]);
  });

  it.each([
    ['trial', 1],
    ['retired', 1],
    ['reopened', 1],
    ['held', 0],
    ['waiting', 0],
  ] as const)('keeps a copy of what was done to a version, and not of waiting: %s', async (state, count) => {
    const { records, copies } = await opened();
    await records.noteRetirement(id, { state, at: today.toISOString(), reasons: [] });
    expect(copies()).toHaveLength(count);
  });

  it('fails when the copy cannot be kept, so that the step runs again', async () => {
    const { records, fail, copies } = await opened();
    const ending = { state: 'proven' as const, closedAt: daysAgo(0) };
    fail(new Error('503'));
    await expect(records.update(id, ending)).rejects.toThrow('503');
    await records.update(id, ending);
    expect(copies()).toHaveLength(1);
  });
});
