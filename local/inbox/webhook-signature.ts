import { Webhook } from 'standardwebhooks';
import { sameSecret } from '../identity/same-secret';

const toleranceSeconds = 5 * 60;

/**
 * Whether a Standard Webhooks signature is right and fresh. The library's own check is bound to the clock of the
 * machine; here the estate clock counts, so what must come out is signed again and compared.
 */
export function signatureIsRight(secret: string, headers: Headers, body: string, now: Date): boolean {
  const id = headers.get('webhook-id');
  const seconds = Number(headers.get('webhook-timestamp') ?? Number.NaN);
  const fresh = Math.abs(now.getTime() / 1000 - seconds) <= toleranceSeconds;
  if (!id || !fresh) return false;

  const expected = new Webhook(secret).sign(id, new Date(seconds * 1000), body);
  const given = (headers.get('webhook-signature') ?? '').split(' ');
  return given.some((signature) => sameSecret(signature, expected));
}
