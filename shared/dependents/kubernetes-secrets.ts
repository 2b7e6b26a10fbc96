import * as z from 'zod';
import type { Arm } from '../azure/arm';
import { ArmBusy, ArmConflict, ArmNotFound, ArmRefused, ArmRejected } from '../azure/arm-errors';
import { messageOf } from '../errors';
import { byHand, goesOnFrom, underWay, type CodedDependent, type Journey, type Outcome } from './coded-dependent';
import type { Dependent, Move } from './dependent';
import { readAt, textAt } from './json-path';
import { kubernetesCluster } from './kubernetes-cluster';
import { Resource } from './look';
import { saidToBeDone, sayItIsDone } from './word-of-a-person';

/**
 * Writes every Secret back as it is, so that etcd holds it under the newest key. Whoever changed one meanwhile wins: the write
 * is refused by its resource version, and the command fails. Nothing of a Secret gets into the answer.
 */
const command = 'kubectl get secrets --all-namespaces -o json | kubectl replace -f - > /dev/null';

const attempts = 3;
const beingWritten = 'Its Secrets are being written anew.';

/** How far it came: the command runs for the nth time, or is over. Kept in the move. */
const Stage = z.union([z.literal('written'), z.templateLiteral(['writing ', z.int()])]);
type Stage = z.infer<typeof Stage>;

const stageOf = (move: Move | undefined): Stage | undefined => Stage.safeParse(move?.checkpoint).data;
const attemptOf = (stage: Stage | undefined): number => Number(stage?.split(' ')[1] ?? 0);

/** `null` while it runs. */
const Result = z
  .object({ properties: z.object({ provisioningState: z.string().nullish(), exitCode: z.int().nullish() }) })
  .nullable();

const { apiVersion } = kubernetesCluster;

/** With the newer encryption the platform writes Secrets anew by itself. */
const isNewer = (cluster: Resource): boolean =>
  textAt(
    cluster,
    'properties.securityProfile.kubernetesResourceObjectEncryptionProfile.infrastructureEncryption',
  )?.toLowerCase() === 'enabled';

const stepsFor = (id: string, to: string): string[] => {
  const [, , , , group = '', , , , name = ''] = id.split('/');
  return [
    `Write every Secret anew: az aks command invoke --resource-group ${group} --name ${name} --command "${command}" (or run it where kubectl reaches the cluster; in large clusters namespace by namespace)`,
    sayItIsDone(id, to),
    'Start this rotation again.',
  ];
};

const forPerson = ({ id }: Dependent, { to }: Journey, why: string): Outcome =>
  byHand(`The cluster names the version; its Secrets are still to be written anew. ${why}`, stepsFor(id, to));

const rewritten: Outcome = {
  state: 'settled',
  proof: 'read-back',
  because: 'The cluster names the version, and a command that wrote every Secret anew succeeded.',
  checkpoint: 'written' satisfies Stage,
};
const said: Outcome = {
  state: 'settled',
  proof: 'assumed',
  because: 'The cluster names the version; that every Secret was written anew is a person’s word.',
};

/** Why a command cannot be run in the cluster now, if it cannot. */
const obstacleIn = (cluster: Resource): string | undefined => {
  if (readAt(cluster, 'properties.apiServerAccessProfile.disableRunCommand') === true) {
    return 'Commands are turned off in this cluster.';
  }
  const power = textAt(cluster, 'properties.powerState.code');
  return power && power.toLowerCase() !== 'running' ? `The cluster is ${power}.` : undefined;
};

/** Starts the command. Running it twice does no harm. */
const start = async (
  arm: Arm,
  dependent: Dependent,
  journey: Journey,
  at: { now: Date; attempt: number },
): Promise<Outcome> => {
  const { now, attempt } = at;
  try {
    const begun = await arm.post(`${dependent.id}/runCommand`, apiVersion, { command, context: '' });
    if (!begun.operation) return forPerson(dependent, journey, 'Whether a command of ours ran cannot be told.');
    return {
      ...underWay(now, beingWritten, begun.retryAfterSeconds ?? 15),
      operation: begun.operation,
      checkpoint: `writing ${attempt}`,
    };
  } catch (error) {
    if (error instanceof ArmRefused || error instanceof ArmRejected || error instanceof ArmNotFound) {
      return forPerson(dependent, journey, messageOf(error));
    }
    if (error instanceof ArmBusy || error instanceof ArmConflict) {
      return underWay(now, error.message, error.retryAfterSeconds ?? 60);
    }
    throw error;
  }
};

/** How the command that runs came out: its exit code, or that it goes on, or that nobody knows any more. */
const resultOf = async (arm: Arm, operation: string): Promise<number | 'running' | 'unknown'> => {
  try {
    const answer = await arm.get(new URL(operation).pathname, apiVersion, Result);
    const { provisioningState, exitCode } = answer?.properties ?? { provisioningState: 'Running' };
    if (typeof exitCode === 'number') return exitCode;
    return /^(failed|cancell?ed|succeeded)$/i.test(provisioningState ?? '') ? 'unknown' : 'running';
  } catch (error) {
    if (error instanceof ArmBusy) return 'running';
    if (error instanceof ArmNotFound || error instanceof ArmRefused) return 'unknown';
    throw error;
  }
};

/** What the command that runs means for the move; nothing when it is to be started again. */
const afterCommand = async (
  arm: Arm,
  dependent: Dependent,
  journey: Journey,
  now: Date,
): Promise<Outcome | undefined> => {
  const earlier = goesOnFrom(journey);
  const stage = stageOf(earlier);
  if (stage === 'written') return rewritten;
  if (!stage || !earlier?.operation) return undefined;
  const result = await resultOf(arm, earlier.operation);
  if (result === 0) return rewritten;
  const { operation } = earlier;
  if (result === 'running') return { ...underWay(now, beingWritten, 15), operation, checkpoint: stage };
  if (result === 'unknown' || attemptOf(stage) < attempts) return undefined;
  const why = `The command ended with exit code ${result} ${attempts} times; run it yourself to see its messages.`;
  return forPerson(dependent, journey, why);
};

/** What is next for the Secrets of a cluster that names the version. */
const secrets = async (arm: Arm, dependent: Dependent, journey: Journey, now: Date): Promise<Outcome> => {
  const answered = await afterCommand(arm, dependent, journey, now);
  if (answered) return answered;
  const cluster = await arm.get(dependent.id, apiVersion, Resource);
  if (isNewer(cluster)) return { state: 'settled', proof: 'read-back' };
  if (saidToBeDone(cluster, journey.to)) return said;
  const obstacle = obstacleIn(cluster);
  if (obstacle) return forPerson(dependent, journey, obstacle);
  return start(arm, dependent, journey, { now, attempt: attemptOf(stageOf(goesOnFrom(journey))) + 1 });
};

/**
 * AKS: once the engine has pointed the cluster at the version, every Secret is written anew, because those that are not stay
 * under the old one. It is done by ARM's `runCommand`, which is as good as being the cluster's administrator: that right is in no
 * role of ours, and without it a person does this step. Not needed with the newer encryption, where the platform does it. What
 * cannot be seen afterwards is not claimed: `observe` only assumes. Unverified: whether a pipe works in every cluster (a command
 * that fails leaves the step to a person), and commands in clusters that sign in by Microsoft Entra ID, which ask for a
 * token of theirs. Source: azure-aks-docs, use-kms-etcd-encryption (2024); npm @azure/arm-containerservice 25.3, RunCommandRequest.
 */
export const kubernetesSecrets: CodedDependent = {
  type: kubernetesCluster.type,
  told: {
    moving: '`PUT` of the whole, then every Secret is written anew: by `runCommand` where Rewrap may, else by a person',
    proving:
      'reading back the version that it names, and the success of the command; only assumed after a person’s word, when it is ' +
      'looked at later, and where it names no version',
  },
  rights: [],
  async advance(dependent, journey, go, { arm, now }) {
    const move = await go(withoutCommand(journey));
    if (move.state === 'failed' && journey.earlier?.operation) {
      return { ...move, because: `${move.because} ${allTheSame}` };
    }
    if (move.state !== 'settled' || move.proof !== 'read-back') return move;
    return { ...move, ...(await secrets(arm, dependent, journey, now())) };
  },
  async observe(dependent, at, { arm, engine }) {
    const seen = await engine.observe(dependent, at);
    if (seen.proof !== 'read-back') return seen;
    const isProven = await arm.get(dependent.id, apiVersion, Resource).then(isNewer);
    const because = 'It names the version; that every Secret was written anew is not to be seen in it.';
    return isProven ? seen : { proof: 'assumed', because };
  },
};

/** The engine knows operations that change the cluster; a command in it is none of them. */
const withoutCommand = <J extends Journey>(journey: J): J => {
  if (!journey.earlier || !stageOf(goesOnFrom(journey))) return journey;
  const { operation: _, ...earlier } = journey.earlier;
  return { ...journey, earlier };
};

const allTheSame = `Azure asks to write every Secret anew even so: ${command}`;
