import { app } from '@azure/functions';
import { loggedTo } from '../shared/pacing/asking';
import { tellOfStandby } from '../shared/standby/tell-of-standby';
import type { World } from '../shared/world';

/** Looks every day whether clean vaults are ready, and tells of those that are not. */
export const lookAtStandby = (world: World): void =>
  app.timer('lookAtStandby', {
    schedule: '0 35 5 * * *',
    handler: (_, context) => loggedTo(context, () => tellOfStandby(world)),
  });
