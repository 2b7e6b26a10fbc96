import { api } from '../../functions/api';
import { openApiDocument } from '../../functions/api/openapi-document';
import { eventTypes } from '../../functions/key-vault-event';
import { resourceEventTypes, watchedOperations } from '../../functions/role-change-event';
import { policySchema } from '../../shared/policy/policy-schema';
import { activityRules } from './activity-rules';
import { alertRules } from './alert-rules';
import { configurationPage } from './configuration-page';
import { dependentsPage } from './dependents-page';
import { hsmRoles } from './hsm-roles';
import { permissionsPage } from './permissions-page';
import { policyPage } from './policy-page';
import { appRights } from './rights';
import { appState } from './state';

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** Everything in the repository that is made from the code: contents by path. */
export const generatedFiles = (): ReadonlyMap<string, string> =>
  new Map([
    ['infra/generated/rights.json', json(appRights())],
    [
      'infra/generated/event-types.json',
      json({ keyVault: eventTypes, roleChange: { types: resourceEventTypes, operations: watchedOperations } }),
    ],
    ['infra/generated/alert-rules.json', json(alertRules())],
    ['infra/generated/activity-rules.json', json(activityRules)],
    ['infra/generated/state.json', json(appState())],
    ['docs/generated/configuration.md', configurationPage()],
    ['docs/generated/dependents.md', dependentsPage()],
    ...hsmRoles().map(([path, role]) => [path, json(role)] as const),
    ['docs/generated/permissions.md', permissionsPage()],
    ['docs/generated/policy.md', policyPage()],
    ['docs/generated/openapi.json', json(openApiDocument(api))],
    ['policy.schema.json', json(policySchema())],
  ]);
