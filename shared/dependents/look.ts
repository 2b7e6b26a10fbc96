import * as z from 'zod';
import type { Arm } from '../azure/arm';
import { ArmNotFound } from '../azure/arm-errors';
import type { KeyUrl } from '../keys/key-url';
import type { ArmDependent } from './arm-dependent';
import type { MoveMode } from './dependent';
import { readAt, textAt } from './json-path';
import { hasFailed, placesOf, type Place } from './reference';

/** Any resource as ARM answers it. */
export const Resource = z.looseObject({
  id: z.string(),
  tags: z.record(z.string(), z.string()).nullish(),
  properties: z.looseObject({}).nullish(),
});
export type Resource = z.infer<typeof Resource>;

/** Where a resource stands towards keys of ours. */
export type Standing =
  | { readonly is: 'gone' }
  | { readonly is: 'elsewhere' }
  | {
      readonly is: 'here';
      readonly resource: Resource;
      readonly places: readonly Place[];
      readonly mode: MoveMode;
      /** Something is still being changed. */
      readonly busy?: string;
      /** Its last change failed. */
      readonly failed: boolean;
      /** It is to follow by itself, and the last time that failed. */
      readonly followError?: string;
    };

const busyWith = (adapter: ArmDependent, resource: Resource): string | undefined => {
  const provisioning = textAt(resource, 'properties.provisioningState');
  const isOver = !provisioning || provisioning.toLowerCase() === 'succeeded' || hasFailed(adapter, resource);
  if (!isOver) return `it is ${provisioning}`;
  const previous = adapter.rewrapping && readAt(resource, adapter.rewrapping);
  if (Array.isArray(previous) && previous.length > 0) return 'its data is still being moved off the former key';
  return undefined;
};

const modeOf = ({ byHand }: ArmDependent, resource: Resource, places: readonly Place[]): MoveMode => {
  if (byHand && (!byHand.when || textAt(resource, byHand.when.path) === byHand.when.is)) return 'by-hand';
  return places.every(({ follows }) => follows) ? 'following' : 'pinned';
};

/** An error that was left behind by a flag which is off by now says nothing. */
const followErrorOf = ({ followError }: ArmDependent, resource: Resource, places: readonly Place[]) => {
  const error = followError && places.some(({ follows }) => follows) ? readAt(resource, followError) : undefined;
  return error ? (textAt(error, 'message') ?? JSON.stringify(error)) : undefined;
};

/** Reads from a resource where it stands towards a key, or towards the one that it leaves and the one that it goes to. */
export const standingOf = (adapter: ArmDependent, resource: Resource, ...keys: readonly KeyUrl[]): Standing => {
  const places = [...new Set(keys)].flatMap((key) => placesOf(adapter, resource, key));
  if (places.length === 0) return { is: 'elsewhere' };
  const failed = hasFailed(adapter, resource);
  const busy = busyWith(adapter, resource);
  const followError = followErrorOf(adapter, resource, places);
  const mode = modeOf(adapter, resource, places);
  return { is: 'here', resource, places, mode, failed, ...(busy && { busy }), ...(followError && { followError }) };
};

/** The path of what holds the reference. */
export const holderOf = ({ part }: ArmDependent, id: string): string => (part ? `${id}/${part}` : id);

/** Asks ARM where a resource stands towards a key, and towards another that it may go to. */
export const look = async (
  arm: Arm,
  adapter: ArmDependent,
  { id, key, toKey = key }: { id: string; key: KeyUrl; toKey?: KeyUrl },
): Promise<Standing> => {
  try {
    const resource = await arm.get(holderOf(adapter, id), adapter.apiVersion, Resource);
    return standingOf(adapter, resource, key, toKey);
  } catch (error) {
    if (error instanceof ArmNotFound) return { is: 'gone' };
    throw error;
  }
};
