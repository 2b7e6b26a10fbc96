import { HttpRequest } from '@azure/functions';
import { createLocalJWKSet, type CryptoKey, exportJWK, generateKeyPair, SignJWT } from 'jose';
import { api } from '../../../functions/api';
import { senderBySignature } from '../../../functions/api/sender';
import { callerFromToken, type RecogniseCaller } from '../../../functions/api/caller';
import type { Endpoint } from '../../../functions/api/endpoint';
import { previewRotation } from '../../../shared/rotations/preview-rotation';
import { aSite } from '../a-site';

/** Secret of machines that sign what they send. */
export const hookSecret = 'whsec_AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=';
export const departureSecret = `whsec_${Buffer.from('departures are told with this').toString('base64')}`;

const issuer = 'https://login.example/tenant/v2.0';
const audience = 'api://rewrap';
const keyPair = generateKeyPair('RS256');

const keySet = async () => {
  const { publicKey } = await keyPair;
  return createLocalJWKSet({ keys: [{ ...(await exportJWK(publicKey)), kid: 'k1', alg: 'RS256' }] });
};

/** A token of Alice for our audience, valid for an hour around the site's clock, unless changed. */
export const aToken = async (
  roles: readonly string[],
  change: Record<string, unknown> = {},
  key?: CryptoKey,
): Promise<string> => {
  const now = Date.parse('2026-06-01T12:00:00Z') / 1000;
  const claims = { iss: issuer, aud: audience, iat: now - 300, nbf: now - 300, exp: now + 3600 };
  return new SignJWT({ ...claims, oid: 'oid-of-alice', name: 'Alice', roles, ...change })
    .setProtectedHeader({ alg: 'RS256', kid: 'k1' })
    .sign(key ?? (await keyPair).privateKey);
};

interface Sent {
  readonly roles?: readonly string[];
  readonly authorization?: string;
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
  /** Sent as it is. */
  readonly text?: string;
}

/** The API at its front door, over a site in memory; or other operations, for callers that are recognised otherwise. */
export const anApi = async (
  operations: readonly Endpoint[] = api,
  otherwise: (recognise: RecogniseCaller) => RecogniseCaller = (recognise) => recognise,
) => {
  const site = aSite();
  const keys = await keySet();
  const recognise = otherwise(callerFromToken({ issuers: [issuer], audience, now: site.world.now, keys }));

  const recogniseSender = senderBySignature({ alerts: hookSecret, departures: departureSecret });

  const call = async (
    line: `${'GET' | 'POST'} ${string}`,
    { roles, authorization, headers: sentHeaders = {}, body, text }: Sent = {},
  ) => {
    const [method, path = ''] = line.split(' ');
    const url = new URL(path, 'https://rewrap.example');
    const { endpoint, params } = routed(operations, method, url.pathname);
    const token = authorization ?? (roles && `Bearer ${await aToken(roles)}`);
    const sent = text ?? (body === undefined ? undefined : JSON.stringify(body));
    const request = new HttpRequest({
      method: method ?? '',
      url: url.href,
      query: Object.fromEntries(url.searchParams),
      params,
      headers: { ...(token !== undefined && { authorization: token }), ...sentHeaders },
      ...(sent !== undefined && { body: { string: sent } }),
    });
    const {
      status,
      headers = {},
      jsonBody,
    } = await endpoint.answer(request, { ...site, recognise, recogniseSender, preview: previewRotation });
    const wire: unknown = JSON.parse(JSON.stringify(jsonBody));
    const kept = endpoint.answers[status]?.schema.safeParse(wire);
    return { status, headers, body: wire, keepsItsSchema: kept?.success };
  };
  return { ...site, call };
};

/** Finds the endpoint as the host does. */
const routed = (operations: readonly Endpoint[], method: string | undefined, path: string) => {
  for (const endpoint of operations) {
    const names: string[] = [];
    const pattern = endpoint.route.replaceAll('.', '\\.').replace(/\{(\w+)\}/g, (_, name: string) => {
      names.push(name);
      return '([^/]+)';
    });
    const match = new RegExp(`^/api/${pattern}$`).exec(path);
    if (match && endpoint.method === method) {
      return {
        endpoint,
        params: Object.fromEntries(names.map((name, at) => [name, decodeURIComponent(match[at + 1] ?? '')])),
      };
    }
  }
  throw new Error(`expected a route for ${method} ${path}, found none`);
};
