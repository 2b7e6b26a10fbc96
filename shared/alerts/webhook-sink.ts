import { Webhook } from 'standardwebhooks';
import type { AlertSink } from './alert';

interface WebhookAddress {
  readonly name: string;
  readonly url: string;
  /** Standard Webhooks secret, `whsec_` and base64. */
  readonly secret: string;
  readonly now: () => Date;
}

/**
 * Posts alerts as Standard Webhooks. The id is the alert's, so that a receiver knows a repeat. 410 means "stop for good".
 * Follows no redirect: what is signed for one address is not for another. Source: standardwebhooks.com, specification.
 */
export const webhookSink = ({ name, url, secret, now }: WebhookAddress): AlertSink => ({
  name,
  async deliver(alert, signal) {
    const sentAt = now();
    const body = JSON.stringify({ type: `Rewrap.${alert.kind}`, timestamp: alert.at, data: alert });
    const response = await fetch(url, {
      method: 'POST',
      body,
      signal,
      redirect: 'manual',
      headers: {
        'content-type': 'application/json',
        'webhook-id': alert.id,
        'webhook-timestamp': String(Math.floor(sentAt.getTime() / 1_000)),
        'webhook-signature': new Webhook(secret).sign(alert.id, sentAt, body),
      },
    });
    await response.body?.cancel();
    if (response.ok) return { outcome: 'taken' };
    const because = `${new URL(url).host} answered ${response.status}`;
    return { outcome: response.status === 410 ? 'never' : 'later', because };
  },
});
