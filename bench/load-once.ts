/** Loads a built app in this fresh process, as the Functions worker would, and prints the milliseconds that it took. */
import { loadApp } from '../local/host/app-loader';
import { readSettings } from '../local/host/settings';
import { print } from '../local/output';

async function loadOnce([root = '', main = '']: readonly string[]): Promise<void> {
  const settings = { ...readSettings(root), main };
  const start = performance.now();
  await loadApp(settings, () => undefined);
  print(String(performance.now() - start));
}

void loadOnce(process.argv.slice(2)).then(() => process.exit());
