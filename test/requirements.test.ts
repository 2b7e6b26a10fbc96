import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What must have a test that names it, in short. A number stands in the title of a test that would fail without it. */
const requirements = {
  R4: 'one engine for vault and Managed HSM',
  R5: 'protection level where the policy wants an HSM',
  R9: 'a vault for each application, environment and region',
  R10: 'Managed HSMs may be shared',
  R14b: 'keys are backed up before they rotate',
  R15: 'soft delete and purge protection',
  R18a: 'no key older than its period',
  R18b: 'the organisation sets the period',
  R19a: 'keys are rotated when somebody with access leaves',
  R19b: 'keys are rotated when somebody with access changes role',
  R19c: 'keys are rotated when one is compromised, in the way that fits what leaked',
  R20: 'the vault may rotate by itself, and nothing is done twice',
  R21a: 'from event to verified without a manual step',
  R21b: 'nobody is asked for a planned rotation',
  R21c: 'tested for effectiveness',
  R22: 'an emergency makes new keys at once',
  R24: 'confidential VMs are guided, not automated',
  R26: 'external keys are rotated by people, in time',
  R27: 'the risk of external material is told',
  R28: 'latency is measured against a limit',
  R29: 'recoverability of external keys is proven or declared',
};

const title = /['"`]((?:R\d+[a-c]?(?:, )?)+): /g;
const own = 'requirements.test.ts';

const named = new Set(
  readdirSync('test', { encoding: 'utf8', recursive: true })
    .filter((path) => path.endsWith('.test.ts') && path !== own)
    .flatMap((path) => [...readFileSync(join('test', path), 'utf8').matchAll(title)])
    .flatMap(([, numbers = '']) => numbers.split(', ')),
);

it.each(Object.entries(requirements))('%s (%s) is named by a test that proves it', (number) => {
  expect([...named]).toContain(number);
});
