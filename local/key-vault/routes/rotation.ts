import { currentOf } from '../key';
import type { Parts } from '../parts';
import { NoBody, route } from '../route';
import { mustBeUnmanaged } from '../store';
import { rotate } from '../rotation';
import { mustBeAllowed, policyFrom, policyOnWire } from '../rotation-policy';
import { RotationPolicyBody } from '../wire';

/** Rotation on demand and the policy for rotation by the vault itself. */
export const rotationRoutes = (parts: Parts) => {
  const { settings, keys, render } = parts;
  return [
    route({
      operation: 'rotate',
      method: 'POST',
      path: '/keys/:name/rotate',
      body: NoBody,
      async answer({ name }) {
        const key = await rotate(parts, name);
        return render.bundle(key, currentOf(key));
      },
    }),
    route({
      operation: 'getRotationPolicy',
      method: 'GET',
      path: '/keys/:name/rotationpolicy',
      body: NoBody,
      answer: ({ name }) => policyOnWire(keys.get(name), settings),
    }),
    route({
      operation: 'setRotationPolicy',
      method: 'PUT',
      path: '/keys/:name/rotationpolicy',
      body: RotationPolicyBody,
      answer({ name }, body) {
        const key = keys.get(name);
        mustBeUnmanaged(key);
        mustBeAllowed(body, settings.flavour);
        key.policy = policyFrom(body, settings.now(), key.policy);
        return policyOnWire(key, settings);
      },
    }),
  ];
};
