import * as z from 'zod';
import { EstateFinding } from '../../shared/posture/estate-finding';
import type { World } from '../../shared/world';
import { endpoint } from './guarded';

const EstateFindings = z.array(EstateFinding.meta({ id: 'EstateFinding' }));

/** What is not as the policy wants it, over the whole estate, as the sweep last saw it. */
export const listFindings = endpoint({
  name: 'listFindings',
  method: 'GET',
  route: 'findings',
  summary: 'What about keys and vaults is not as the policy wants it, as the sweep last saw it',
  role: 'Rewrap.Read',
  accepts: { query: z.strictObject({ from: z.string().min(1).optional() }) },
  answers: {
    200: {
      description:
        'The findings about vaults, and about a page of keys, by vault and name; nextLink leads to the next ones.',
      schema: z.object({ findings: EstateFindings, asOf: z.iso.datetime().optional(), nextLink: z.url().optional() }),
    },
  },
  async run({ query: { from }, urlOf }, { world }) {
    const { keys, asOf, next } = await world.posture.list(from);
    const nextLink = next && urlOf(`/api/findings?from=${encodeURIComponent(next)}`);
    const ofVaults = from === undefined ? await findingsOfVaults(world) : [];
    const findings = eachOnce([...ofVaults, ...keys.flatMap((key) => key.findings ?? [])]);
    return { status: 200, jsonBody: { findings, ...(asOf && { asOf }), ...(nextLink && { nextLink }) } };
  },
});

const findingsOfVaults = async ({ policy, vaultPosture }: Pick<World, 'policy' | 'vaultPosture'>) => {
  const { scope } = await policy();
  const postures = await Promise.all(scope.vaults.map((vault) => vaultPosture.get(vault)));
  return postures.flatMap((posture) => posture?.findings ?? []);
};

/** Every key of a vault tells of its vault. */
const eachOnce = (findings: readonly EstateFinding[]): EstateFinding[] => [
  ...new Map(findings.map((each) => [`${each.code} ${each.subject} ${each.message}`, each])).values(),
];
