import { readFileSync } from 'node:fs';
import { generatedFiles } from '../scripts/generated/files';

describe('what is made from the code', () => {
  it.each([...generatedFiles()])('%s is what "npm run generate" writes', (path, content) => {
    expect(readFileSync(path, 'utf8')).toBe(content);
  });
});
