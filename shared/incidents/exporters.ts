import * as z from 'zod';
import type { AccessFacts, VaultFacts } from '../access/facts';
import type { Path, Source } from '../access/reach';
import { reachesIn } from '../access/reach-of';
import { wayInWords } from '../access/way-in-words';
import { nameOfVault } from './vault-name';

/** Somebody who may carry keys out of a vault or bring copies in, and the command that ends it. */
export const Exporter = z.object({
  principal: z.string(),
  inWords: z.string(),
  takeAway: z.string().describe('A command for a person; Rewrap has no right to do it'),
});
export type Exporter = z.infer<typeof Exporter>;

/** Who had these rights when the incident was looked at, vault by vault. */
export const Exporters = z.object({
  vault: z.string(),
  at: z.iso.datetime(),
  exporters: z.array(Exporter),
  unseen: z.array(z.string()).describe('What could not be read: more may have them'),
});
export type Exporters = z.infer<typeof Exporters>;

const most = 200;

const carries = ({ power, actions }: Path): boolean =>
  power === 'export' || actions.some((action) => action.endsWith('keys/restore/action'));

/** Those who hold such a right themselves: whoever has it through a group loses it with the group's. Pure. */
export function exportersOf(facts: AccessFacts, vault: string): Exporters {
  const held = facts.vaults.find(({ url }) => url === vault);
  const unseen = facts.unseen.map(({ scope, because }) => `${scope}: ${because}`);
  if (!held) return { vault, at: facts.asOf, exporters: [], unseen: [`${vault}: it could not be read`, ...unseen] };
  const reach = reachesIn({ ...facts, vaults: [held] });
  const names = new Map(facts.principals.map(({ id, name }) => [id, name ?? id]));
  const exporters = holdersIn(facts, held).flatMap((principal): Exporter[] => {
    const { ways, objects } = reach(principal);
    const paths = objects.filter(({ kind }) => kind === 'key').flatMap((each) => each.paths);
    const own = [...new Set(paths.filter(carries).map(({ way }) => way))].flatMap((at) => ways[at] ?? []);
    return own
      .filter(({ chain }) => chain.length === 0)
      .map((way) => ({
        principal,
        inWords: wayInWords(principal, way, (id) => names.get(id) ?? id),
        takeAway: takeAway(way.source, principal, held),
      }));
  });
  return { vault, at: facts.asOf, exporters: exporters.slice(0, most), unseen: unseen.slice(0, 20) };
}

const holdersIn = ({ grants }: AccessFacts, { accessPolicies, localGrants }: VaultFacts): string[] => [
  ...new Set([...grants, ...accessPolicies, ...localGrants].map(({ principal }) => principal)),
];

const carrying = new Set(['backup', 'restore', 'release', 'all']);

function takeAway(source: Source, principal: string, { url, accessPolicies }: VaultFacts): string {
  const name = nameOfVault(url);
  if (source.kind === 'role-assignment') return `az role assignment delete --ids ${source.id}`;
  if (source.kind === 'hsm-assignment')
    return `az keyvault role assignment delete --hsm-name ${name} --ids ${source.id}`;
  if (source.kind === 'directory-role') return 'Take the role of the directory away in Microsoft Entra ID';
  const policy = accessPolicies.find((each) => each.principal === principal);
  const rest = policy?.keys.filter((permission) => !carrying.has(permission)) ?? [];
  return `az keyvault set-policy --name ${name} --object-id ${principal} --key-permissions ${rest.join(' ') || 'get'}`;
}
