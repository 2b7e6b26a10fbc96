import { policySource } from '../../../shared/policy/load-policy';
import { PolicyInvalid } from '../../../shared/policy/policy-errors';
import { policySchema } from '../../../shared/policy/policy-schema';

const good = (name: string) =>
  `scope: { subscriptions: [], vaults: ['https://a.vault.azure.net'] }\nclasses: [{ name: ${name}, cryptoperiod: P1Y }]`;

const aSource = () => {
  let text: string | Error = new Error('nothing there');
  let time = Date.parse('2026-06-01T12:00:00Z');
  const troubles: unknown[] = [];
  const read = policySource({
    read: () => (typeof text === 'string' ? Promise.resolve(text) : Promise.reject(text)),
    now: () => new Date(time),
    onTrouble: (problem) => troubles.push(problem),
  });
  return {
    troubles,
    write: (next: string | Error) => (text = next),
    pass: (seconds: number) => (time += seconds * 1_000),
    name: async () => (await read()).classes[0]?.name,
  };
};

describe('policySource', () => {
  it('R18b: reads the policy again once a minute has passed, and not before', async () => {
    const source = aSource();
    source.write(good('first'));
    expect(await source.name()).toBe('first');
    source.write(good('second'));
    source.pass(59);
    expect(await source.name()).toBe('first');
    source.pass(1);
    expect(await source.name()).toBe('second');
  });

  it('keeps the last good policy while the new one is broken, and says so at every look', async () => {
    const source = aSource();
    source.write(good('first'));
    await source.name();
    source.write('scope: [');
    for (const _ of ['a minute', 'another']) {
      source.pass(60);
      expect(await source.name()).toBe('first');
    }
    expect(source.troubles).toEqual([expect.any(PolicyInvalid), expect.any(PolicyInvalid)]);
    source.write(good('mended'));
    source.pass(60);
    expect(await source.name()).toBe('mended');
  });

  it('keeps the last good policy while none can be read', async () => {
    const source = aSource();
    source.write(good('first'));
    await source.name();
    source.write(new Error('the storage account did not answer'));
    source.pass(60);
    expect(await source.name()).toBe('first');
    expect(source.troubles).toEqual([new Error('the storage account did not answer')]);
  });

  it('fails while there was never a good one, and tries again at the next call', async () => {
    const source = aSource();
    await expect(source.name()).rejects.toThrow('nothing there');
    source.write('scope: [');
    await expect(source.name()).rejects.toBeInstanceOf(PolicyInvalid);
    source.write(good('first'));
    expect(await source.name()).toBe('first');
  });
});

describe('policySchema', () => {
  it('describes what a person writes: fields with defaults are not required', () => {
    const { properties, required } = policySchema();
    expect(Object.keys(properties ?? {})).toEqual([
      'scope',
      'applicationData',
      'auditLogs',
      'usersSeenWithin',
      'knownUsers',
      'classes',
      'startsPerSweep',
      'departures',
      'freezes',
      'waivers',
      'standby',
      'takeBackupRights',
      'alertHooks',
      'sinks',
      'selfTest',
    ]);
    expect(required).toEqual(['scope', 'classes']);
  });
});
