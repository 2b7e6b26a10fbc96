/**
 * Puts what is published into `dist/app`: host.json, policy.yaml, the bundle with what is loaded beside it, and a package.json that only names it. The
 * bundle holds every package, so nothing is installed in Azure. `.funcignore` must not exclude node_modules: azd would
 * take that as a wish to build remotely.
 */
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';

const { name, version, main } = JSON.parse(readFileSync('package.json', 'utf8'));

rmSync('dist/app', { recursive: true, force: true });
mkdirSync('dist/app/dist', { recursive: true });
const packagesApart = readdirSync('dist')
  .filter((file) => file.endsWith('.js'))
  .map((file) => `dist/${file}`);
for (const file of new Set(['host.json', 'policy.yaml', main, ...packagesApart]))
  copyFileSync(file, `dist/app/${file}`);
writeFileSync('dist/app/package.json', `${JSON.stringify({ name, version, main, private: true }, null, 2)}\n`);
writeFileSync('dist/app/.funcignore', '*.map\n');
