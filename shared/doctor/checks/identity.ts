import type { Cloud } from '../../azure/clouds';
import { vaultKindOf } from '../../azure/clouds';
import { messageOf } from '../../errors';
import type { Duty } from '../../keys/key-rights';
import type { Policy } from '../../policy/policy';
import { topicOf } from '../../self-test/self-test';
import { check } from '../check';

/** Whom the first identity has to show a token to. */
const resourcesOf = (
  { resources, arm, logs }: Cloud,
  { vaults, policy, sends }: { vaults: readonly string[]; policy: Policy; sends: boolean },
): string[] => [
  ...vaults,
  arm.resource,
  ...(logs && policy.auditLogs.length > 0 ? [logs.resource] : []),
  ...(sends || policy.sinks.some((sink) => sink.type === 'event-grid' && sink.keySetting === undefined)
    ? [resources.eventGrid]
    : []),
];

const vaultResources = (cloud: Cloud, { scope }: Policy): string[] => {
  const kinds = new Set(scope.vaults.map((vault) => vaultKindOf(cloud, vault)));
  const { vault, managedHsm } = cloud.resources;
  return [...(kinds.has('vault') ? [vault] : []), ...(kinds.has('managed-hsm') ? [managedHsm] : [])];
};

/** Whether there is a token for everybody who asks for one, for each identity. */
export const identity = check({
  name: 'identity',
  async gather({ cloud, policy, ownDuties, token, selfTestTopic }) {
    const inForce = await policy();
    const vaults = vaultResources(cloud, inForce);
    const sends = topicOf(inForce, selfTestTopic) !== undefined;
    const wanted: { duty: Duty; resource: string }[] = [
      ...resourcesOf(cloud, { vaults, policy: inForce, sends }).map((resource) => ({
        duty: 'rotate' as const,
        resource,
      })),
      ...ownDuties.flatMap((duty) => vaults.map((resource) => ({ duty, resource }))),
    ];
    return Promise.all(
      wanted.map(async ({ duty, resource }) => ({
        duty,
        resource,
        problem: await token(duty, `${resource}/.default`).then(() => undefined, messageOf),
      })),
    );
  },
  judge: (tried) =>
    tried.flatMap(({ duty, resource, problem }) =>
      problem === undefined
        ? []
        : [
            {
              code: 'no-token',
              subject: resource,
              message: `The identity for "${duty}" gets no token for ${resource}: ${problem}`,
              nextStep:
                'See whether it is assigned: az functionapp identity show --name <app> --resource-group <group>. If not: az functionapp identity assign --name <app> --resource-group <group> --identities <resource id>',
              severity: 'critical' as const,
            },
          ],
    ),
});
