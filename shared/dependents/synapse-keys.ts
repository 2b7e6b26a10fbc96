import * as z from 'zod';
import type { Arm, Written } from '../azure/arm';
import { ArmNotFound, ArmRefused } from '../azure/arm-errors';
import { messageOf } from '../errors';
import { KeyUrl, nameOf, vaultOf } from '../keys/key-url';
import { outcomeOf } from './arm-outcome';
import { byHand, underWay, type CodedDependent, type Journey, type Outcome } from './coded-dependent';
import type { Dependent, Move } from './dependent';
import { textAt, readAt } from './json-path';
import { Resource } from './look';
import { nextTurn, spareName, type Crossing, type Registered, type Turn } from './synapse-swap';
import { synapseWorkspace } from './synapse-workspace';
import { saidToBeDone, sayItIsDone } from './word-of-a-person';

const { apiVersion, type } = synapseWorkspace;

/** How long encrypting all data anew may take is not documented. */
const patienceMs = 7 * 24 * 60 * 60_000;

const Stage = z.enum(['to-spare', 'back', 'there']);

/** Unlike a move, the stage outlives a failure: a workspace on the spare key must come back. */
const stageOf = ({ earlier, to }: Journey) =>
  earlier?.to === to ? Stage.safeParse(earlier.checkpoint).data : undefined;

const keyAt = (resource: Resource, path: string): KeyUrl | undefined =>
  KeyUrl.safeParse(textAt(resource, path) ?? '').data;

const registeredIn = (keys: readonly Resource[]): Registered[] =>
  keys.flatMap((each) => {
    const key = keyAt(each, 'properties.keyVaultUrl');
    return key ? [{ name: each.id.split('/').at(-1) ?? '', key }] : [];
  });

interface Seen {
  readonly workspace: Resource;
  readonly crossing: Crossing;
}

const crossingOf = async (arm: Arm, workspace: Resource, journey: Journey, stage: Crossing['stage']): Promise<Seen> => {
  const { id } = workspace;
  const { key, to, toKey = key } = journey;
  const [keys, pools] = await Promise.all([
    arm.list(`${id}/keys`, apiVersion, Resource),
    arm.list(`${id}/sqlPools`, apiVersion, Resource),
  ]);
  const isOnline = (pool: Resource) => textAt(pool, 'properties.status')?.toLowerCase() === 'online';
  const offline = pools.filter((pool) => !isOnline(pool)).map((pool) => pool.id.split('/').at(-1) ?? '');
  const current = keyAt(workspace, 'properties.encryption.cmk.key.keyVaultUrl');
  const failed = /^(failed|cancell?ed)$/i.test(textAt(workspace, 'properties.provisioningState') ?? '');
  const crossing: Crossing = {
    key,
    toKey,
    failed,
    offline,
    registered: registeredIn(keys),
    said: saidToBeDone(workspace, to),
    ...(current && { current }),
    ...(stage && { stage }),
  };
  return { workspace, crossing };
};

const registering = (id: string, name: string, url: string): string => {
  const [, , , , group = '', , , , workspace = ''] = id.split('/');
  return `az synapse workspace key create --resource-group ${group} --workspace-name ${workspace} --name ${name} --key-identifier ${url}`;
};

const stepsFor = (id: string, { key, to }: Journey): string[] => [
  `Make a key in ${vaultOf(key)} for this purpose alone, and let the workspace's identity get, wrap and unwrap with it.`,
  `Register it with the workspace, so that Rewrap may use it on the way: ${registering(id, spareName, `${vaultOf(key)}/keys/NAME`)}`,
  `Start this rotation again: Rewrap has all data encrypted with it, and then with the newest version of ${nameOf(key)}. ` +
    'This may take long. Keep every version enabled until it is over.',
  `Or do both switches yourself in the portal, under Encryption. Then: ${sayItIsDone(id, to)}`,
];

const asked = (
  id: string,
  { offline }: Crossing,
  why: Extract<Turn, { do: 'ask' }>['why'],
  journey: Journey,
): Outcome => {
  if (why === 'pools-offline') {
    return byHand(`Dedicated SQL pools that are not online would not be encrypted anew: ${offline.join(', ')}.`, [
      'Resume them, and let them run until this is over.',
      'Start this rotation again.',
    ]);
  }
  const lead =
    why === 'no-spare'
      ? 'A workspace takes up a new version of its key only by way of another key, and none is named for that.'
      : `The key registered as ${spareName} must be another one of the same vault.`;
  return byHand(lead, stepsFor(id, journey));
};

/** Only what changes, and the identity as found, because leaving it out may drop it. */
const bodyFor = (workspace: Resource, { name, key }: Registered) => {
  const kekIdentity = readAt(workspace, 'properties.encryption.cmk.kekIdentity');
  const cmk = { key: { name, keyVaultUrl: key }, ...(kekIdentity ? { kekIdentity } : {}) };
  return { properties: { encryption: { cmk } } };
};

const begun = (now: Date, written: Written, because: string, stage?: string): Outcome => ({
  ...underWay(now, because, written.retryAfterSeconds ?? (written.operation ? 60 : 5)),
  ...(written.operation && { operation: written.operation }),
  ...(stage && { checkpoint: stage }),
});

/** Does one turn. */
const turned = async (arm: Arm, { workspace, crossing }: Seen, journey: Journey, now: Date): Promise<Outcome> => {
  const { id } = workspace;
  const turn = nextTurn(crossing);
  switch (turn.do) {
    case 'settle': {
      const { stage } = crossing;
      return { state: 'settled', proof: 'assumed', because: turn.because, ...(stage && { checkpoint: stage }) };
    }
    case 'ask':
      return asked(id, crossing, turn.why, journey);
    case 'register': {
      const body = { properties: { isActiveCMK: false, keyVaultUrl: turn.as.key } };
      const written = await arm.put(`${id}/keys/${turn.as.name}`, apiVersion, body);
      return begun(now, written, 'The key is being registered with it.', crossing.stage);
    }
    case 'point': {
      const written = await arm.patch(id, apiVersion, bodyFor(workspace, turn.at));
      return begun(now, written, `All its data is being encrypted with ${turn.at.key}.`, turn.stage);
    }
  }
};

/** How what was begun stands; nothing when it is over or nobody knows any more. */
const underWayOf = async (arm: Arm, { earlier }: Journey, now: Date): Promise<Outcome | undefined> => {
  if (!earlier?.operation) return undefined;
  const { operation, because = 'Its data is being encrypted anew.' } = earlier;
  const { state, because: reason = 'no reason was given.', retryAfterSeconds = 60 } = await arm.poll(operation);
  if (state === 'running') return { ...underWay(now, because, retryAfterSeconds), operation };
  if (state !== 'failed') return undefined;
  const failure = `The change failed: ${reason} It goes on using a key that works.`;
  return { state: 'failed', proof: 'unproven', because: failure };
};

/** Polls what was begun, or looks and does the next turn. */
const next = async (arm: Arm, { id }: Dependent, journey: Journey, now: Date): Promise<Outcome> => {
  const stage = stageOf(journey);
  const kept = stage && { checkpoint: stage };
  const begunBefore = await underWayOf(arm, journey, now);
  // A change also fails because the workspace was deleted meanwhile, which the look tells.
  if (begunBefore?.state === 'failed') await arm.get(id, apiVersion, Resource);
  if (begunBefore) return { ...begunBefore, ...kept };
  const workspace = await arm.get(id, apiVersion, Resource);
  const provisioning = textAt(workspace, 'properties.provisioningState') ?? 'Succeeded';
  if (!/^(succeeded|failed|cancell?ed)$/i.test(provisioning)) {
    return { ...underWay(now, `Wait: it is ${provisioning}.`, 120), ...kept };
  }
  return turned(arm, await crossingOf(arm, { ...workspace, id }, journey, stage), journey, now);
};

const cannotGoBack: Outcome = {
  state: 'needs-person',
  proof: 'unproven',
  because:
    'A workspace takes the newest version of a key and no other: it cannot go back. It stays as it is and works.',
};

/** The record of one call. */
const recorded = (dependent: Dependent, journey: Journey, now: Date, outcome: Outcome): Move => {
  const { earlier, key, to, toKey = key } = journey;
  const at = now.toISOString();
  const startedAt = earlier?.to === to && earlier.state !== 'failed' ? earlier.startedAt : at;
  return { dependent: dependent.id, type, to, ...(toKey !== key && { toKey }), startedAt, at, ...outcome };
};

/**
 * Synapse workspaces go to a new version by way of a spare key, which their owner names by registering it as `rewrap-spare`;
 * without one a person is told what to do. To another key they go straight. Both keys exist and work at every moment, whatever
 * fails: nothing is ever disabled here, and the way goes on from wherever the workspace is found. Nothing shows the version
 * in use, so that the newest was taken is only assumed. Source: azure-docs, synapse-analytics/security/workspaces-encryption.
 */
export const synapseKeys: CodedDependent = {
  type,
  told: {
    moving: '`PATCH` to the spare key that its owner registered as `rewrap-spare`, and back; without one by a person',
    proving: 'nothing that it shows: only assumed',
    otherKey: 'yes, registering it first',
    undo: 'no: it takes the newest version only',
  },
  rights: [
    'Microsoft.Synapse/workspaces/write',
    'Microsoft.Synapse/workspaces/keys/write',
    'Microsoft.Synapse/workspaces/sqlPools/read',
  ],
  async advance(dependent, journey, _, { arm, now }) {
    const at = now();
    if ('from' in journey) return recorded(dependent, journey, at, cannotGoBack);
    const startedAt = new Date(recorded(dependent, journey, at, cannotGoBack).startedAt);
    const stage = stageOf(journey);
    const outcome = await next(arm, dependent, journey, at).catch((error: unknown) =>
      error instanceof ArmNotFound && error.scope.toLowerCase() === dependent.id
        ? gone
        : {
            ...outcomeOf(error, undefined, { now: at, startedAt }, journey.earlier?.operation),
            ...(stage && { checkpoint: stage }),
          },
    );
    const isStuck = outcome.state === 'pending' && at.getTime() - startedAt.getTime() > patienceMs;
    const because = `After a week still: ${outcome.because} Look at the workspace, then start again.`;
    return recorded(dependent, journey, at, isStuck ? { ...outcome, state: 'failed', because } : outcome);
  },
  async observe({ id }, { key, toKey = key }, { arm }) {
    try {
      const current = keyAt(await arm.get(id, apiVersion, Resource), 'properties.encryption.cmk.key.keyVaultUrl');
      if (current === toKey) {
        return { proof: 'assumed', because: 'It names the key, and shows no version.', provableBy: 'log' };
      }
      const elsewhere = { proof: 'assumed', because: 'It refers to another key by now.' } as const;
      return current === key ? { proof: 'unproven', because: `It still uses ${key}.` } : elsewhere;
    } catch (error) {
      if (error instanceof ArmNotFound) return { proof: 'assumed', because: gone.because };
      if (error instanceof ArmRefused) return { proof: 'unproven', because: messageOf(error) };
      throw error;
    }
  },
};

const gone = {
  state: 'settled',
  proof: 'assumed',
  because: 'It is gone. If it is restored, it needs the old version.',
} as const satisfies Outcome;
