import * as z from 'zod';
import type { Arm } from '../azure/arm';
import { ArmConflict, ArmNotFound, ArmRefused, ArmRejected, ArmTrouble } from '../azure/arm-errors';
import { GraphRow } from './graph-queries';
import { Resource } from './look';
import { remembered } from './remembered';
import { nextPart } from './search-parts';

const strings = z.array(z.string()).default([]);
/** Microsoft.Authorization 2022-04-01, Permissions_ListForResourceGroup: what the caller may do there, by whatever assignment. */
export const Permission = z.object({
  actions: strings,
  notActions: strings,
  dataActions: strings,
  notDataActions: strings,
});
export type Permission = z.infer<typeof Permission>;

/** What a discovery reads of Azure Resource Manager. Each reading throws `SearchUnfinished` when the time of this part is over. */
export interface Reads {
  resource(path: string, apiVersion: string): Promise<Resource>;
  children(path: string, apiVersion: string): Promise<readonly Resource[]>;
  rows(query: string, subscriptions: readonly string[]): Promise<readonly GraphRow[]>;
  permissions(scope: string): Promise<readonly Permission[]>;
}

/** Whether asking again would be answered alike. */
export const lasts = (error: unknown): boolean =>
  [ArmNotFound, ArmRefused, ArmRejected, ArmConflict].some((kind) => error instanceof kind) ||
  // Resource Graph cut its answer short and tells no way to the rest.
  (error instanceof ArmTrouble && error.armCode === 'ResultTruncated');

/** For as long a search that takes many parts finds again what its earlier parts have read. */
export const keptMs = 2 * 3_600_000;

/** Reads that are as old as the caller allows; without an age they are all made now. */
export const sharedReads = ({ arm, now }: { arm: Arm; now: () => Date }): ((notOlderThan?: Date) => Reads) => {
  const how = { now, lasts, keptMs };
  const resource = remembered((path: string, apiVersion: string) => arm.get(path, apiVersion, Resource), how);
  const children = remembered((path: string, apiVersion: string) => arm.list(path, apiVersion, Resource), how);
  const rows = remembered(
    (query: string, subscriptions: readonly string[]) => arm.resourceGraph(query, subscriptions, GraphRow),
    how,
  );
  const permissions = remembered(
    (scope: string) => arm.list(`${scope}/providers/Microsoft.Authorization/permissions`, '2022-04-01', Permission),
    how,
  );
  return (notOlderThan) => ({
    resource: (...asked) => nextPart(() => resource(notOlderThan, ...asked)),
    children: (...asked) => nextPart(() => children(notOlderThan, ...asked)),
    rows: (...asked) => nextPart(() => rows(notOlderThan, ...asked)),
    permissions: (...asked) => nextPart(() => permissions(notOlderThan, ...asked)),
  });
};
