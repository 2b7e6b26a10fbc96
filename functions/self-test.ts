import { randomUUID } from 'node:crypto';
import { app } from '@azure/functions';
import { loggedTo } from '../shared/pacing/asking';
import { type Publish, runSelfTests } from '../shared/self-test/run-self-tests';
import type { World } from '../shared/world';

/** Looks every hour whether events still come: sends one of each kind a day, and tells of those that did not arrive. */
export const selfTest = (world: World, publish: Publish): void =>
  app.timer('selfTest', {
    schedule: '0 5 * * * *',
    handler: (_, context) => loggedTo(context, () => runSelfTests({ ...world, publish, random: randomUUID })),
  });
