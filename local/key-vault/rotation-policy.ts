import { DateTime, Duration } from 'luxon';
import { badParameter } from './errors';
import type { Flavour } from './key-flavours';
import type { Key, KeyVersion, RotationPolicy } from './key';
import type { LifetimeAction, RotationPolicyBody } from './wire';
import { kidOf, seconds } from './bundle';
import type { Settings } from './settings';

/** The policy that a body sets; it keeps the birthday of the one it replaces. */
export const policyFrom = (body: RotationPolicyBody, now: Date, replaced?: RotationPolicy): RotationPolicy => ({
  actions: body.lifetimeActions,
  expiryTime: body.attributes.expiryTime ?? undefined,
  createdOn: replaced?.createdOn ?? now,
  updatedOn: now,
});

const isRotate = ({ action }: LifetimeAction) => action.type.toLowerCase() === 'rotate';

const moved = (from: Date, period: string, sign: 1 | -1) => {
  const start = DateTime.fromJSDate(from, { zone: 'utc' });
  const duration = Duration.fromISO(period);
  return (sign === 1 ? start.plus(duration) : start.minus(duration)).toJSDate();
};

/** When a version made at `from` under this policy expires; `undefined`: never. */
export const expiryUnder = (policy: RotationPolicy | undefined, from: Date): Date | undefined =>
  policy?.expiryTime ? moved(from, policy.expiryTime, 1) : undefined;

/** When the policy's Rotate action falls due for the current version; `undefined`: never. */
export function rotationDue(policy: RotationPolicy, { createdOn, expiresOn }: KeyVersion): Date | undefined {
  const trigger = policy.actions.find(isRotate)?.trigger;
  if (trigger?.timeAfterCreate) return moved(createdOn, trigger.timeAfterCreate, 1);
  return trigger?.timeBeforeExpiry && expiresOn ? moved(expiresOn, trigger.timeBeforeExpiry, -1) : undefined;
}

/** When the near-expiry notice of a version is raised: as its policy's Notify says, else 30 days before it expires. */
export function noticeDue(policy: RotationPolicy | undefined, expiresOn: Date): Date {
  const notify = policy?.actions.find((action) => !isRotate(action));
  return moved(expiresOn, notify?.trigger.timeBeforeExpiry ?? 'P30D', -1);
}

/**
 * Refuses what the service refuses. Source: Key Vault keys/how-to-configure-key-rotation, managed-hsm/key-rotation.
 * Unverified: that 28 days are the shortest expiryTime in a vault too, and that Notify with timeAfterCreate is refused.
 */
export function mustBeAllowed({ lifetimeActions, attributes }: RotationPolicyBody, flavour: Flavour): void {
  const expiry = days(attributes.expiryTime);
  if (expiry !== undefined && expiry < 28)
    throw badParameter(`Expected expiryTime of P28D at least, found ${expiry} days.`);
  if (new Set(lifetimeActions.map(isRotate)).size < lifetimeActions.length) {
    throw badParameter('Expected one lifetime action of a type at most, found two.');
  }
  for (const action of lifetimeActions) {
    mustTriggerOnce(action, expiry);
    if (isRotate(action)) mustLeaveTime(action, expiry, flavour === 'managed-hsm' ? 28 : 7);
    else mustNotify(action, flavour);
  }
}

function mustTriggerOnce({ trigger, action }: LifetimeAction, expiry: number | undefined): void {
  if (Boolean(trigger.timeAfterCreate) === Boolean(trigger.timeBeforeExpiry)) {
    throw badParameter(`Expected one of timeAfterCreate and timeBeforeExpiry as trigger of ${action.type}.`);
  }
  if (trigger.timeBeforeExpiry && expiry === undefined) {
    throw badParameter('Expected attributes.expiryTime beside timeBeforeExpiry, found none.');
  }
}

function mustLeaveTime({ trigger }: LifetimeAction, expiry: number | undefined, least: number): void {
  const afterCreate = days(trigger.timeAfterCreate);
  const beforeExpiry = days(trigger.timeBeforeExpiry);
  const lives = afterCreate ?? (expiry ?? Infinity) - (beforeExpiry ?? 0);
  if (lives < least) throw badParameter(`Expected rotation at least ${least} days after creation, found ${lives}.`);
  const left = beforeExpiry ?? (expiry ?? Infinity) - lives;
  if (left < 7) throw badParameter(`Expected rotation at least 7 days before expiry, found ${left}.`);
}

function mustNotify({ trigger }: LifetimeAction, flavour: Flavour): void {
  if (flavour === 'managed-hsm') throw badParameter('Expected Rotate, found Notify: a Managed HSM notifies nobody.');
  if (trigger.timeAfterCreate) throw badParameter('Expected timeBeforeExpiry as trigger of Notify, found another.');
}

const days = (period: string | null | undefined) => (period ? Duration.fromISO(period).as('days') : undefined);

/**
 * The policy on the wire. Unverified: what a key without one shows; here the default notice in a vault, and nothing in a
 * Managed HSM.
 */
export function policyOnWire({ name, policy }: Key, { baseUrl, flavour }: Pick<Settings, 'baseUrl' | 'flavour'>) {
  const id = `${kidOf(baseUrl, name)}/rotationpolicy`;
  if (!policy) return { id, lifetimeActions: flavour === 'managed-hsm' ? [] : [defaultNotice], attributes: {} };
  const { actions, expiryTime, createdOn, updatedOn } = policy;
  const attributes = { expiryTime, created: seconds(createdOn), updated: seconds(updatedOn) };
  return { id, lifetimeActions: actions, attributes };
}

const defaultNotice = { trigger: { timeBeforeExpiry: 'P30D' }, action: { type: 'Notify' } };
