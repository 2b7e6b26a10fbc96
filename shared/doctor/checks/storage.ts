import { messageOf } from '../../errors';
import { check } from '../check';

/** Whether our own state takes what we write: without it nothing is begun. */
export const storage = check({
  name: 'storage',
  gather: ({ places }) =>
    Promise.all(
      places.map(async ({ name, duty, write }) => ({
        name,
        duty,
        problem: await write().then(() => undefined, messageOf),
      })),
    ),
  judge: (places) =>
    places.flatMap(({ name, duty, problem }) =>
      problem === undefined
        ? []
        : [
            {
              code: 'storage-not-writable',
              subject: name,
              message: `The identity for "${duty}" cannot write to ${name}: ${problem}`,
              nextStep: `Grant it: az role assignment create --role "${name.startsWith('table') ? 'Storage Table Data Contributor' : 'Storage Blob Data Contributor'}" --assignee-object-id <object id> --assignee-principal-type ServicePrincipal --scope <resource id of the state's account>. If it has the role, look at the account's network.`,
              severity: 'critical' as const,
            },
          ],
    ),
});
