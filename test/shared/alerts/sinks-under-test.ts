import type { Alert, AlertSink, Delivery } from '../../../shared/alerts/alert';
import type { Outbox } from '../../../shared/world';

export const taken: Delivery = { outcome: 'taken' };
export const later: Delivery = { outcome: 'later', because: 'busy' };
export const never: Delivery = { outcome: 'never', because: 'gone' };

/** A sink that hears everything and answers as told, until told otherwise. */
export const aSink = (name: string, first: Delivery = taken) => {
  const heard: Alert[] = [];
  let answer = first;
  const sink: AlertSink = {
    name,
    deliver: async (alert) => {
      heard.push(alert);
      return answer;
    },
  };
  return {
    ...sink,
    heard,
    kinds: () => heard.map(({ kind }) => kind),
    answers: (next: Delivery) => {
      answer = next;
    },
  };
};

export const anAlert = (how: Partial<Alert> = {}): Parameters<Outbox['raise']>[0] => ({
  kind: 'RotationParked',
  severity: 'warning',
  subject: 'https://payments.vault.azure.net/keys/ledger',
  summary: 'it waits',
  whatToDo: 'look',
  rotationId: 'rotation-1',
  ...how,
});
