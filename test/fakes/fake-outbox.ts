import type { Alert } from '../../shared/alerts/alert';
import { alertId } from '../../shared/alerts/alert-id';
import type { Outbox } from '../../shared/world';

/** Keeps alerts in `raised`, each id once, and delivers them nowhere. */
export const fakeOutbox = ({ now }: { now: () => Date }): Outbox & { readonly raised: readonly Alert[] } => {
  const raised: Alert[] = [];
  const ids = new Set<string>();
  return {
    raised,
    async raise(alert) {
      const id = alertId(alert);
      if (!ids.has(id)) raised.push({ ...alert, id, at: now().toISOString() });
      ids.add(id);
    },
    async retry() {
      return { waiting: 0 };
    },
  };
};
