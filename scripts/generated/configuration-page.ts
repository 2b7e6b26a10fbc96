import { settings } from '../../shared/config';
import { code, page, table } from './markdown';

/** Every setting of the app. */
export const configurationPage = (): string =>
  page(
    'Configuration',
    'The app reads these settings and no others of its own. An empty setting counts as absent. All mistakes are told at once when the app starts.',
    table(
      ['Setting', 'What it says'],
      settings.map(({ name, description }) => [code(name), description]),
    ),
    'Beside them: settings whose names begin with `REWRAP_SINK_`, as the sinks in `policy.yaml` name them. They hold addresses and secrets; in Azure they should be Key Vault references.',
  );
