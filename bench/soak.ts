import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { figure, type Figure } from './figure';

const root = join(__dirname, '..');
const jest = join(root, 'node_modules/jest/bin/jest.js');

/** As many as fit well into the time that the test is given. */
const casesPerRound = 500;

/** Plays the property test with new random cases until so many minutes are over. */
export async function soak(minutes: number): Promise<readonly Figure[]> {
  const end = Date.now() + minutes * 60_000;
  let cases = 0;
  do {
    const seed = randomInt(2 ** 31);
    await test('five-rules', { PROPERTY_RUNS: String(casesPerRound), PROPERTY_SEED: String(seed) });
    cases += casesPerRound;
  } while (Date.now() < end);
  return [figure('random cases in which the five rules held', 'cases', [cases])];
}

/** @throws with what Jest said, the counterexample and its seed among it */
async function test(name: string, env: Readonly<Record<string, string>>): Promise<void> {
  const file = join(root, `test/rules/${name}.test.ts`);
  const child = spawn(process.execPath, [jest, '--runInBand', file], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const [said] = await Promise.all([text(child.stderr), once(child, 'close')]);
  if (child.exitCode !== 0) throw new Error(`Expected ${name} to hold, but it does not:\n${said}`);
}
