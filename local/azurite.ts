import { join } from 'node:path';
import type { Run } from './process/run';

/** The account that every Azurite knows; its key is public. Source: Azurite's README. */
const account = 'devstoreaccount1';
const key = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';

export interface AzuritePorts {
  readonly blob: number;
  readonly table: number;
}

/** By which Azurite on these ports will be reached. */
export const connectionStringOf = ({ blob, table }: AzuritePorts): string =>
  [
    'DefaultEndpointsProtocol=http',
    `AccountName=${account}`,
    `AccountKey=${key}`,
    `BlobEndpoint=${blobEndpointOf({ blob })}`,
    `TableEndpoint=${tableEndpointOf({ table })}`,
  ].join(';');

export const blobEndpointOf = ({ blob }: Pick<AzuritePorts, 'blob'>): string => `http://127.0.0.1:${blob}/${account}`;

export const tableEndpointOf = ({ table }: Pick<AzuritePorts, 'table'>): string =>
  `http://127.0.0.1:${table}/${account}`;

/** Runs Azurite's blob and table services, which the build of the project in `root` made, in a fresh folder of the run. */
export async function startAzurite(run: Run, root: string, ports: AzuritePorts): Promise<void> {
  const start = (name: 'blob' | 'table') =>
    run.start({
      name: `azurite-${name}`,
      command: [
        join(root, `dist/local/azurite-${name}.js`),
        `--${name}Port`,
        String(ports[name]),
        '--location',
        join(run.folder, `azurite-${name}`),
        '--silent',
        '--disableTelemetry',
        '--skipApiVersionCheck',
      ],
      isReady: (line) => line.includes('success'),
    });
  await Promise.all([start('blob'), start('table')]);
}
