import { operationTag } from '../../../shared/keys/key-version';
import { decideRotation } from '../../../shared/rotations/decide-rotation';
import { aRecord, aRequest, aVersion, daysAgo, facts, today, versionId } from '../../examples';

const decide = (
  ...[given, requests, repair = false]: [
    Parameters<typeof decideRotation>[0],
    Parameters<typeof decideRotation>[1],
    boolean?,
  ]
) => decideRotation(given, requests, { repair });

describe('decideRotation', () => {
  it('R18a: begins a rotation when the version has come into its notice', () => {
    expect(decide(facts(), [aRequest({ cause: 'near-expiry' })])).toMatchObject({
      do: 'begin',
      mode: 'rotate',
      cause: 'near-expiry',
    });
  });

  it('closes an event about a version that is not due, because the vault is the truth', () => {
    const young = facts({ versions: [aVersion('a', { createdOn: daysAgo(3) })] });
    expect(decide(young, [aRequest({ cause: 'near-expiry' })])).toMatchObject({
      do: 'nothing',
      closes: [{ outcome: expect.stringContaining('not due') }],
    });
  });

  it('finishes a rotation that was begun before it serves anything else', () => {
    const { closedAt: _, ...open } = aRecord({ state: 'running' });
    expect(decide(facts({ records: [open] }), [aRequest({ cause: 'compromise' })])).toEqual({
      do: 'resume',
      record: open,
    });
  });

  it('R19c: rotates a compromised key again although it was rotated a moment ago', () => {
    const versions = [aVersion('a'), aVersion('b', { createdOn: today.toISOString() })];
    const records = [aRecord({ closedAt: today.toISOString() })];
    const decision = decide(facts({ versions, records }), [aRequest({ cause: 'compromise', requestedAt: daysAgo(1) })]);
    expect(decision).toMatchObject({ do: 'begin', mode: 'rotate', cause: 'compromise', from: versions[1] });
  });

  it('takes a wish made during a rotation as fulfilled by it', () => {
    const versions = [aVersion('a'), aVersion('b', { createdOn: daysAgo(10) })];
    const wish = aRequest({ cause: 'manual', requestedAt: daysAgo(9.5) });
    expect(decide(facts({ versions, records: [aRecord()] }), [wish])).toMatchObject({
      do: 'nothing',
      closes: [{ outcome: 'rotated since it was asked for' }],
    });
  });

  it('R19a: rotates again for somebody who left after a rotation had made its version, and for nobody who left before', () => {
    const versions = [aVersion('a'), aVersion('b', { createdOn: daysAgo(10) })];
    const left = (day: number) => aRequest({ cause: 'departure', requestedAt: daysAgo(day) });
    const known = facts({ versions, records: [aRecord()] });
    expect(decide(known, [left(9.5)])).toMatchObject({ do: 'begin', mode: 'rotate' });
    expect(decide(known, [left(10.5)])).toMatchObject({
      closes: [{ outcome: expect.stringContaining('access was gone') }],
    });
  });

  describe('a wish that only moves dependents to the current version', () => {
    const versions = [aVersion('a'), aVersion('b', { createdOn: daysAgo(10) })];
    const wish = aRequest({ toCurrent: true });

    it('makes no version', () => {
      expect(decide(facts({ versions, records: [aRecord()] }), [wish])).toMatchObject({
        do: 'begin',
        mode: 're-wrap',
        cause: 'manual',
        from: versions[0],
        to: versions[1],
      });
    });

    it('goes along with a wish for a new version', () => {
      const both = [wish, aRequest({ id: 'another' })];
      expect(decide(facts({ versions, records: [aRecord()] }), both)).toMatchObject({ mode: 'rotate', serves: both });
    });

    it('takes up what stopped half-way', () => {
      const partial = aRecord({ state: 'partial' });
      expect(decide(facts({ versions, records: [partial] }), [wish])).toMatchObject({ do: 'repair', record: partial });
    });

    it('needs nothing where there is one version', () => {
      expect(decide(facts(), [wish])).toMatchObject({
        do: 'nothing',
        closes: [{ outcome: expect.stringMatching(/former version/) }],
      });
    });

    it('fulfils no wish for a new version that was made meanwhile', () => {
      const moved = aRecord({ mode: 're-wrap', cause: 'manual', closedAt: today.toISOString() });
      const meanwhile = aRequest({ requestedAt: daysAgo(1) });
      expect(decide(facts({ versions, records: [moved] }), [meanwhile])).toMatchObject({ do: 'begin', mode: 'rotate' });
    });
  });

  it('lets the emergency be the cause when several requests are served together', () => {
    const requests = [aRequest({ cause: 'near-expiry' }), aRequest({ cause: 'compromise' })];
    expect(decide(facts(), requests)).toMatchObject({ cause: 'compromise', serves: requests });
  });

  it('R20: re-wraps to a version that someone else made instead of rotating again', () => {
    const versions = [aVersion('a'), aVersion('b', { createdOn: daysAgo(1) })];
    expect(
      decide(facts({ versions }), [aRequest({ cause: 'foreign-version' }), aRequest({ cause: 'schedule' })]),
    ).toMatchObject({
      do: 'begin',
      mode: 're-wrap',
      from: versions[0],
      to: versions[1],
    });
  });

  it('knows its own version by the oldest bearer of the tag, because rotation by others copies tags', () => {
    const tags = { [operationTag]: aRecord().id };
    const ours = [aVersion('a'), aVersion('b', { createdOn: daysAgo(5), tags })];
    const { to: _, ...record } = aRecord();
    const wish = aRequest({ cause: 'foreign-version' });
    expect(decide(facts({ versions: ours, records: [record] }), [wish])).toMatchObject({ do: 'nothing' });
    const copied = [...ours, aVersion('c', { createdOn: daysAgo(1), tags })];
    expect(decide(facts({ versions: copied, records: [record] }), [wish])).toMatchObject({
      do: 'begin',
      mode: 're-wrap',
    });
  });

  it('repairs what the newest rotation left behind, but only when it is asked to and its version is still the newest', () => {
    const partial = aRecord({ state: 'partial' });
    const versions = [aVersion('a'), aVersion('b', { createdOn: daysAgo(10) })];
    expect(decide(facts({ versions, records: [partial] }), [], true)).toMatchObject({ do: 'repair', record: partial });
    expect(decide(facts({ versions, records: [partial] }), [], false)).toMatchObject({ do: 'nothing' });
    const newer = [...versions, aVersion('c', { createdOn: daysAgo(1) })];
    expect(decide(facts({ versions: newer, records: [partial] }), [], true)).toMatchObject({ do: 'nothing' });
    expect(versionId('b')).toBe(partial.to);
  });

  it('closes every request about a key that is gone, with the reason', () => {
    expect(
      decide(facts({ presence: 'soft-deleted', versions: [] }), [aRequest({ cause: 'compromise' })]),
    ).toMatchObject({
      do: 'nothing',
      closes: [{ outcome: 'key is soft-deleted' }],
    });
  });
});
