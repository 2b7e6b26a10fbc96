import type { Link, Source, Way } from './reach';

/** Names of principals by their ids; an id without a name stays as it is. */
export type Names = (id: string) => string;

const linkInWords = (link: Link, nameOf: Names): string => {
  if (link.kind === 'owner-of-application') return `can act as ${nameOf(link.servicePrincipal)}`;
  const is = link.eligible ? 'may make itself' : 'is';
  if (link.kind === 'member-of') return `${is} a member of ${nameOf(link.group)}`;
  if (link.kind === 'owner-of') return `can join ${nameOf(link.group)}`;
  return `${is} ${link.name}`;
};

const sourceInWords = (source: Source, eligible: boolean): string => {
  const has = eligible ? 'may activate' : 'has';
  if (source.kind === 'role-assignment') return `${has} the role ${source.roleName} at ${source.scope}`;
  if (source.kind === 'hsm-assignment')
    return `has the local role ${source.roleName} at ${source.scope} of ${source.vault}`;
  if (source.kind === 'access-policy') return `has an access policy of ${source.vault}`;
  return `${eligible ? 'may make itself' : 'is'} ${source.roleName}, who can make itself anything`;
};

/** The way as one sentence for a person. */
export const wayInWords = (principal: string, way: Way, nameOf: Names): string => {
  const { chain, source, eligible, condition, exemptBy } = way;
  const byItself = chain.every((link) => !('eligible' in link && link.eligible));
  const steps = [...chain.map((link) => linkInWords(link, nameOf)), sourceInWords(source, eligible && byItself)];
  const proviso = condition ? `, unless this condition says otherwise: ${condition}` : '';
  const exempt = exemptBy?.map((link) => linkInWords(link, nameOf)).join(', which ');
  const denial = exempt ? `. That is denied, but it ${exempt}, which is exempt` : '';
  return `${nameOf(principal)} ${steps.join(', which ')}${proviso}${denial}.`;
};
