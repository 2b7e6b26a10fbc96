import type { Arm } from '../azure/arm';
import { ArmConflict, ArmNotFound, ArmRefused, ArmRejected, ArmTrouble } from '../azure/arm-errors';
import { GraphRow } from './graph-queries';
import { Resource } from './look';
import { remembered } from './remembered';

/** What a discovery reads of Azure Resource Manager. */
export interface Reads {
  resource(path: string, apiVersion: string): Promise<Resource>;
  children(path: string, apiVersion: string): Promise<readonly Resource[]>;
  rows(query: string, subscriptions: readonly string[]): Promise<readonly GraphRow[]>;
}

/** Whether asking again would be answered alike. */
export const lasts = (error: unknown): boolean =>
  [ArmNotFound, ArmRefused, ArmRejected, ArmConflict].some((kind) => error instanceof kind) ||
  // Resource Graph cut its answer short and tells no way to the rest.
  (error instanceof ArmTrouble && error.armCode === 'ResultTruncated');

/** Reads that are as old as the caller allows; without an age they are all made now. */
export const sharedReads = ({ arm, now }: { arm: Arm; now: () => Date }): ((notOlderThan?: Date) => Reads) => {
  const how = { now, lasts };
  const resource = remembered((path: string, apiVersion: string) => arm.get(path, apiVersion, Resource), how);
  const children = remembered((path: string, apiVersion: string) => arm.list(path, apiVersion, Resource), how);
  const rows = remembered(
    (query: string, subscriptions: readonly string[]) => arm.resourceGraph(query, subscriptions, GraphRow),
    how,
  );
  return (notOlderThan) => ({
    resource: (...asked) => resource(notOlderThan, ...asked),
    children: (...asked) => children(notOlderThan, ...asked),
    rows: (...asked) => rows(notOlderThan, ...asked),
  });
};
