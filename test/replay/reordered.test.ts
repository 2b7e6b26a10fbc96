import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decisionsRecorded, RecordedRun } from '../../scripts/worker/recorded-run';

const steps = '../../orchestrations/steps';

/** A whole rotation: planned, made, proven, backed up, moved. */
const recorded = () => {
  const file = join(__dirname, 'histories/rotateKey/0.1.0-13-steps-b9322c18.json');
  return RecordedRun.parse(JSON.parse(readFileSync(file, 'utf8')));
};

/** What becomes of the recorded rotation under workflows that are loaded afresh. */
const replayed = async (): Promise<unknown> => {
  let answer: unknown;
  await jest.isolateModulesAsync(async () => {
    const { replay } = await import('./replay');
    answer = await replay(recorded()).catch((error: unknown) => error);
  });
  return answer;
};

afterEach(() => jest.resetModules());

it('passes while every step has its place', async () => {
  expect(await replayed()).toEqual(decisionsRecorded(recorded()));
});

it('R21c: sees that two steps of a workflow have changed places', async () => {
  jest.doMock(`${steps}/prove-version`, () => ({
    proveVersion: jest.requireActual<{ backUpKey: unknown }>(`${steps}/back-up-key`).backUpKey,
  }));
  jest.doMock(`${steps}/back-up-key`, () => ({
    backUpKey: jest.requireActual<{ proveVersion: unknown }>(`${steps}/prove-version`).proveVersion,
  }));
  expect(await replayed()).not.toEqual(decisionsRecorded(recorded()));
});
