import type * as z from 'zod';
import { kidOf } from '../bundle';
import { badParameter } from '../errors';
import type { Sealed } from '../material/material';
import type { Parts } from '../parts';
import { route, type Call } from '../route';
import { whyUnusable, type DataOperation } from '../usability';
import { KeyOperation, KeySign, KeyVerify } from '../wire';

/** Work with a key's material, which never leaves the vault. */
export const cryptographyRoutes = ({ settings, keys }: Parts) => {
  /** The version that may do `operation` now; else its refusal. */
  const usable = ({ name, version }: Call, operation: DataOperation) => {
    const found = keys.version(name, version);
    const refusal = whyUnusable(found, operation, settings.now());
    if (refusal) throw refusal;
    return { material: found.version.material, kid: kidOf(settings.baseUrl, found.key.name, found.version.version) };
  };

  const path = (verb: string) => `/keys/:name/:version?/${verb}`;

  return [
    route({
      operation: 'encrypt',
      method: 'POST',
      path: path('encrypt'),
      body: KeyOperation,
      answer(call, { alg, ...input }) {
        const { material, kid } = usable(call, 'encrypt');
        return { kid, ...onWire(material.encrypt(alg, input)) };
      },
    }),
    route({
      operation: 'decrypt',
      method: 'POST',
      path: path('decrypt'),
      body: KeyOperation,
      answer(call, { alg, ...input }) {
        const { material, kid } = usable(call, 'decrypt');
        return { kid, ...onWire({ value: material.decrypt(alg, input) }) };
      },
    }),
    route({
      operation: 'wrapKey',
      method: 'POST',
      path: path('wrapkey'),
      body: KeyOperation,
      answer(call, body) {
        const { material, kid } = usable(call, 'wrapKey');
        return { kid, ...onWire({ value: material.wrap(body.alg, bare(body)) }) };
      },
    }),
    route({
      operation: 'unwrapKey',
      method: 'POST',
      path: path('unwrapkey'),
      body: KeyOperation,
      answer(call, body) {
        const { material, kid } = usable(call, 'unwrapKey');
        return { kid, ...onWire({ value: material.unwrap(body.alg, bare(body)) }) };
      },
    }),
    route({
      operation: 'sign',
      method: 'POST',
      path: path('sign'),
      body: KeySign,
      answer(call, { alg, value }) {
        const { material, kid } = usable(call, 'sign');
        return { kid, ...onWire({ value: material.sign(alg, value) }) };
      },
    }),
    route({
      operation: 'verify',
      method: 'POST',
      path: path('verify'),
      body: KeyVerify,
      answer: (call, { alg, digest, value }) => ({ value: usable(call, 'verify').material.verify(alg, digest, value) }),
    }),
  ];
};

/** Wrapping takes a value alone. */
function bare({ alg, value, iv, aad, tag }: z.infer<typeof KeyOperation>): Buffer {
  if (iv || aad || tag) throw badParameter(`Expected a value alone for ${alg}, found iv, aad or tag beside it.`);
  return value;
}

const onWire = ({ value, iv, aad, tag }: Sealed) => ({
  value: value.toString('base64url'),
  iv: iv?.toString('base64url'),
  aad: aad?.toString('base64url'),
  tag: tag?.toString('base64url'),
});
