import * as z from 'zod';
import { Exposure, exposuresOf } from '../../shared/dependents/exposure';
import { membersOfPlan } from '../../shared/rotations/members-of-plan';
import { RecordedStep, RotationRecord } from '../../shared/rotations/record';
import { isEmergency, RotationRequest } from '../../shared/rotations/request';
import type { World } from '../../shared/world';
import { moveViews, MoveView, planView, PlanView } from './plan-view';

/** A rotation in a list. */
export const Rotation = RotationRecord.extend({
  requestId: z.string().optional().describe('The id that the start answered with, where it is known'),
  statusUrl: z.url(),
}).meta({ id: 'Rotation' });
export type Rotation = z.infer<typeof Rotation>;

/** A request that no rotation serves yet, or that needed none: `because` says why. */
export const Wish = RotationRequest.extend({
  state: z.enum(['planned', 'closed']),
  because: z.string().optional(),
  statusUrl: z.url(),
}).meta({ id: 'Wish' });
export type Wish = z.infer<typeof Wish>;

/** One rotation whole. */
export const RotationInFull = Rotation.extend({
  plan: PlanView.optional(),
  steps: z.array(RecordedStep),
  dependents: z.array(MoveView).describe('Where each dependent stands, and how that was proven'),
  exposures: z
    .array(Exposure)
    .optional()
    .describe('After a compromise: what stays readable for somebody who has data keys, or had the old version'),
}).meta({ id: 'RotationInFull' });
export type RotationInFull = z.infer<typeof RotationInFull>;

export const rotationPath = (id: string): string => `/api/rotations/${id}`;

type UrlOf = (path: string) => string;

export const viewOf = (record: RotationRecord, urlOf: UrlOf): Rotation => ({
  ...record,
  statusUrl: urlOf(rotationPath(record.id)),
});

/** What became of a request: the rotation that serves it, or the request itself as long as there is none. */
export async function whatBecameOf(
  requestId: string,
  { records, requests }: Pick<World, 'records' | 'requests'>,
  urlOf: UrlOf,
): Promise<Rotation | Wish | undefined> {
  const found = await requests.get(requestId);
  if (!found) return undefined;
  const { rotationId, outcome, state, ...request } = found;
  const record = rotationId && (await records.get(rotationId));
  if (record) return { ...viewOf(record, urlOf), requestId };
  return {
    ...request,
    state: state === 'closed' ? 'closed' : 'planned',
    ...(outcome && { because: outcome }),
    statusUrl: urlOf(rotationPath(requestId)),
  };
}

/** Adds plan, steps and dependents. */
export async function inFull(
  rotation: Rotation,
  { records, plans }: Pick<World, 'records' | 'plans'>,
): Promise<RotationInFull> {
  const { id, planId } = rotation;
  const exposed = isEmergency(rotation.cause) ? planId : undefined;
  const [plan, steps, moves, members] = await Promise.all([
    planId === undefined ? undefined : plans.get(planId),
    records.steps(id),
    records.moves(id),
    exposed === undefined ? undefined : membersOfPlan(plans, exposed),
  ]);
  return {
    ...rotation,
    ...(plan && { plan: planView(plan) }),
    steps: [...steps],
    dependents: moveViews(moves, plan),
    ...(members && { exposures: exposuresOf(members) }),
  };
}
