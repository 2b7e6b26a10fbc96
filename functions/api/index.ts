import * as df from 'durable-functions';
import { previewRotation } from '../../shared/rotations/preview-rotation';
import type { World } from '../../shared/world';
import { workflowsOf } from '../../shared/workflows-of';
import { reportAlert } from './alert-hook';
import { approveRotation, rejectRotation } from './approvals';
import { getCase, listCases } from './cases';
import { confirmRotation } from './confirm';
import { askDoctor } from './doctor';
import { reportDepartureHook } from './departure-hook';
import { reportDeparture } from './departures';
import { startEmergencyRotations } from './emergency-rotations';
import type { Endpoint, Site } from './endpoint';
import { listFindings } from './findings';
import { health } from './health';
import { getIncident, listIncidents, reviewIncident } from './incidents';
import { listKeys } from './keys';
import { listLags } from './lags';
import { openApi } from './openapi';
import { pacing } from './pacing';
import { endPause, listPauses, pauseRotations } from './pauses';
import { reportReach } from './reach';
import { approveHoldRelease, releaseHold } from './release-hold';
import { getRotation, listRotations, startRotation } from './rotations';
import { resumeRotation, undoRotation } from './take-back';
import { listVersions } from './versions';

const operations = [
  startEmergencyRotations,
  reportAlert,
  getIncident,
  listIncidents,
  reviewIncident,
  startRotation,
  approveRotation,
  rejectRotation,
  confirmRotation,
  undoRotation,
  resumeRotation,
  releaseHold,
  approveHoldRelease,
  pauseRotations,
  listPauses,
  endPause,
  getRotation,
  listRotations,
  listKeys,
  listVersions,
  listFindings,
  listLags,
  reportReach,
  askDoctor,
  reportDeparture,
  reportDepartureHook,
  listCases,
  getCase,
  pacing,
  health,
];

/** The whole HTTP API. */
export const api: readonly Endpoint[] = [...operations, openApi(operations)];

/** Makes endpoints known to the host: all of the API, if not told otherwise. The host checks no keys: callers are recognised by their tokens, here. */
export function registerApi(world: World, who: Pick<Site, 'recognise' | 'recogniseSender'>, endpoints = api): void {
  for (const { name, method, route, answer } of endpoints) {
    df.app.client.http(name, {
      methods: [method],
      route,
      authLevel: 'anonymous',
      handler: (request, client, log) =>
        answer(request, {
          world,
          ...who,
          workflows: workflowsOf(client),
          preview: previewRotation,
          log,
        }),
    });
  }
}
