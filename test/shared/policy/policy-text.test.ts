import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { policyText } from '../../../shared/policy/policy-text';

const credential = { getToken: () => Promise.resolve(null) };

describe('policyText', () => {
  it('reads a file', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'policy-'));
    const location = join(folder, 'policy.yaml');
    writeFileSync(location, 'scope:');
    expect(await policyText(location, credential)()).toBe('scope:');
    rmSync(folder, { recursive: true });
  });

  it('names what it could not read and what to check', async () => {
    await expect(policyText('/nowhere/policy.yaml', credential)()).rejects.toMatchObject({
      code: 'policy-unreadable',
      message: expect.stringContaining('/nowhere/policy.yaml'),
      cause: expect.objectContaining({ code: 'ENOENT' }),
    });
  });
});
