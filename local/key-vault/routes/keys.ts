import type * as z from 'zod';
import { notEmulated } from '../errors';
import { currentOf, type Key, type Kty } from '../key';
import { isHsm, keyOpsFor, kindOf, mustHold, specOf } from '../key-flavours';
import { materialFromJwk } from '../material/generate';
import type { Parts } from '../parts';
import { route } from '../route';
import { mustBeUnmanaged } from '../store';
import { attributesFrom, KeyCreate, KeyImport, KeyUpdate } from '../wire';
import { jwkMembers, mustBeInOrder, mustBeName, newVersionFrom } from './new-version';

/** Making and changing keys. */
export const keyRoutes = ({ settings, keys, render, addVersion }: Parts) => {
  const { flavour, generate, now } = settings;
  const shown = (key: Key) => render.bundle(key, currentOf(key));

  return [
    route({
      operation: 'create',
      method: 'POST',
      path: '/keys/:name/create',
      body: KeyCreate,
      async answer({ name }, body) {
        mustBeName(name);
        mustHold(flavour, body.kty);
        const spec = specOf(body.kty, { size: body.key_size, curve: body.crv });
        const keyOps = keyOpsFor(spec, body.key_ops);
        keys.mustTakeVersion(name);
        const material = await generate(spec);
        return shown(addVersion(name, newVersionFrom(body, { kty: body.kty, origin: 'generated', material, keyOps })));
      },
    }),
    route({
      operation: 'import',
      method: 'PUT',
      path: '/keys/:name',
      body: KeyImport,
      answer({ name }, body) {
        mustBeName(name);
        const kty = importedKty(body);
        mustHold(flavour, kty);
        const material = materialFromJwk(kindOf(kty), jwkMembers(body.key));
        const keyOps = keyOpsFor(material.spec, body.key.key_ops);
        return shown(addVersion(name, newVersionFrom(body, { kty, origin: 'imported', material, keyOps })));
      },
    }),
    route({
      operation: 'update',
      method: 'PATCH',
      path: '/keys/:name/:version?',
      body: KeyUpdate,
      answer(call, body) {
        const { key, version } = keys.version(call.name, call.version);
        mustBeUnmanaged(key);
        const change = {
          ...attributesFrom(body.attributes ?? {}),
          ...(body.tags ? { tags: body.tags } : {}),
          ...(body.key_ops ? { keyOps: keyOpsFor(version.material.spec, body.key_ops) } : {}),
          ...(body.release_policy ? { releasePolicy: body.release_policy } : {}),
        };
        mustBeInOrder({ ...version, ...change });
        Object.assign(version, change, { updatedOn: now() });
        return render.bundle(key, version);
      },
    }),
  ];
};

/** Where the caller asks for an HSM, the type says so afterwards. */
function importedKty({ Hsm, key }: z.infer<typeof KeyImport>): Kty {
  if (key.key_hsm) throw notEmulated('PUT key with key_hsm', 'transfer of HSM-wrapped material (BYOK) is not emulated');
  return Hsm && !isHsm(key.kty) ? `${kindOf(key.kty)}-HSM` : key.kty;
}
