import { hashOf } from '../hash';
import type { Alert } from './alert';

/** One id for one matter: an activity that is delivered twice, or on two machines, pages once. */
export const alertId = ({ rotationId, incidentId, subject, kind, occasion }: Omit<Alert, 'id' | 'at'>): string =>
  hashOf(rotationId ?? incidentId ?? subject, kind, subject, ...(occasion ? [occasion] : []));
