import { randomUUID } from 'node:crypto';
import { app } from '@azure/functions';
import { loggedTo } from '../shared/pacing/asking';
import { runSelfTests, type WayOut } from '../shared/self-test/run-self-tests';
import type { World } from '../shared/world';

/** Looks every hour whether events still come: sends one of each kind a day, and tells of those that did not arrive. */
export const selfTest = (world: World, wayOut: WayOut): void =>
  app.timer('selfTest', {
    schedule: '0 5 * * * *',
    handler: (_, context) => loggedTo(context, () => runSelfTests({ ...world, ...wayOut, random: randomUUID })),
  });
