import type { AccessFacts } from './facts';

export const subscriptionIn = (resource: string): string | undefined => /^\/subscriptions\/([^/]+)/.exec(resource)?.[1];

/** Whether what is assigned at a scope holds for the target, too. Both in lower case. */
export const covers = (scope: string, target: string, above: AccessFacts['above']): boolean =>
  scope === '/' ||
  target === scope ||
  target.startsWith(`${scope}/`) ||
  (above[subscriptionIn(target) ?? ''] ?? []).includes(scope);
