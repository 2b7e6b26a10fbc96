/** Writes everything that is made from the code. `test/generated.test.ts` fails while a file is behind. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { generatedFiles } from './generated/files';

for (const [path, content] of generatedFiles()) {
  const file = join(__dirname, '..', path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}
