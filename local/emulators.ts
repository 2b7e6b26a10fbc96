import { localAuthority } from './certificate-authority';
import { controlApp } from './control/control-app';
import { readConfig } from './control/emulators-config';
import { createEstate } from './control/estate';
import { seedEstate } from './control/seed-estate';
import { serve } from './control/serve';
import { print } from './output';

/** Vaults, Azure Resource Manager, token issuer, Event Grid and inbox in one process, told by a file what to be. */
async function main([file = '']: readonly string[]): Promise<void> {
  const config = await readConfig(file);
  const { ports } = config;
  const certificate = await localAuthority(config.home);
  const estate = await createEstate(config);
  await seedEstate(estate, config);

  const control = controlApp(estate);
  const open = (request: Request) => control.fetch(request);
  await Promise.all([
    serve(open, { port: ports.control }),
    serve(open, { port: ports.topic, certificate }),
    serve((request, wire) => estate.arm.fetch(request, wire), { port: ports.arm, certificate }),
    serve((request) => estate.logs.fetch(request), { port: ports.logs, certificate }),
    serve((request, wire) => estate.search.fetch(request, wire), { port: ports.search, certificate }),
    serve((request) => estate.graph.fetch(request), { port: ports.graph, certificate }),
    ...[...estate.vaults.values()].map(({ team, vault }) =>
      serve((request, wire) => vault.fetch(request, wire), { port: ports[team], certificate }),
    ),
  ]);
  print('emulators are ready');
}

void main(process.argv.slice(2));
