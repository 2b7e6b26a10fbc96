import * as z from 'zod';
import type { AccessFacts, Principal, VaultFacts } from '../access/facts';
import type { Path, Way } from '../access/reach';
import { reachesIn } from '../access/reach-of';
import { wayInWords } from '../access/way-in-words';
import { Assignment, giveBack } from './assignment';
import { nameOfVault } from './vault-name';
import { type Taking, whoTakes } from './who-takes';

/** Somebody who may carry keys out of a vault or bring copies in, the command that ends it, and what became of it. */
export const Exporter = z.object({
  principal: z.string(),
  inWords: z.string(),
  takeAway: z.string().describe('A command for a person'),
  own: z.boolean().optional().describe('It is Rewrap itself, which nobody takes away'),
  takenBy: z
    .enum(['identity', 'person'])
    .optional()
    .describe('Who can take it away: the identity for it, where the incident asks for that, or only a person'),
  because: z.string().optional().describe('Why only a person can'),
  assignment: Assignment.optional().describe('What it rests on, where that is a role assignment'),
  giveBack: z.string().optional().describe('A command for a person that gives it back'),
  begunAt: z.iso.datetime().optional().describe('When the identity began to take it'),
  takenAt: z.iso.datetime().optional().describe('When the identity had taken it'),
  refused: z.string().optional().describe('Why the identity did not take it: it is left to a person'),
  appearedAt: z.iso
    .datetime()
    .optional()
    .describe('When it was first seen, where that was after rights had been taken: given again, or unseen before'),
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

const leaveIt = 'Leave it: this is Rewrap itself, and without its rights no key of the incident goes on.';

const byHand: Taking = { roles: undefined, knownUsers: new Set() };

/** Those who hold such a right themselves: whoever has it through a group loses it with the group's. Pure. */
export function exportersOf(facts: AccessFacts, vault: string, taking = byHand): Exporters {
  const held = facts.vaults.find(({ url }) => url === vault);
  const unseen = facts.unseen.map(({ scope, because }) => `${scope}: ${because}`);
  if (!held) return { vault, at: facts.asOf, exporters: [], unseen: [`${vault}: it could not be read`, ...unseen] };
  const reach = reachesIn({ ...facts, vaults: [held] });
  const names = new Map(facts.principals.map(({ id, name }) => [id, name ?? id]));
  const exporters = holdersIn(facts, held).flatMap((principal): Exporter[] => {
    const { principal: who, ways, objects } = reach(principal);
    const paths = objects.filter(({ kind }) => kind === 'key').flatMap((each) => each.paths);
    const own = [...new Set(paths.filter(carries).map(({ way }) => way))].flatMap((at) => ways[at] ?? []);
    return own
      .filter(({ chain }) => chain.length === 0)
      .map((way) => ({
        principal,
        inWords: wayInWords(principal, way, (id) => names.get(id) ?? id),
        ...(taking.own?.has(principal)
          ? { own: true, takeAway: leaveIt }
          : { takeAway: takeAway(way, principal, held) }),
        ...whoTakes({ way, vault: held, facts }, taking),
        ...assignmentIn(way, who, facts),
      }));
  });
  return { vault, at: facts.asOf, exporters: exporters.slice(0, most), unseen: unseen.slice(0, 20) };
}

const holdersIn = ({ grants }: AccessFacts, { accessPolicies, localGrants }: VaultFacts): string[] => [
  ...new Set([...grants, ...accessPolicies, ...localGrants].map(({ principal }) => principal)),
];

function assignmentIn({ source, eligible }: Way, who: Principal, { grants }: AccessFacts) {
  if (source.kind !== 'role-assignment' || eligible) return {};
  const { kind: _kind, ...rest } = source;
  const condition = grants.find(({ id }) => id === source.id)?.condition;
  const assignment: Assignment = { ...rest, ...(condition && { condition }) };
  return { assignment, giveBack: giveBack(assignment, who) };
}

const carrying = new Set(['backup', 'restore', 'release', 'all']);

function takeAway({ source, eligible }: Way, principal: string, { url, accessPolicies }: VaultFacts): string {
  const name = nameOfVault(url);
  if (eligible) return 'End the eligibility in Privileged Identity Management';
  if (source.kind === 'role-assignment') return `az role assignment delete --ids ${source.id}`;
  if (source.kind === 'hsm-assignment')
    return `az keyvault role assignment delete --hsm-name ${name} --ids ${source.id}`;
  if (source.kind === 'directory-role') return 'Take the role of the directory away in Microsoft Entra ID';
  const policy = accessPolicies.find((each) => each.principal === principal);
  const rest = policy?.keys.filter((permission) => !carrying.has(permission)) ?? [];
  return `az keyvault set-policy --name ${name} --object-id ${principal} --key-permissions ${rest.join(' ') || 'get'}`;
}
