import * as z from 'zod';
import { notLookedAt } from '../../shared/access/not-looked-at';
import { Reach, Reached, Way } from '../../shared/access/reach';
import { reachOf } from '../../shared/access/reach-of';
import { type Names, wayInWords } from '../../shared/access/way-in-words';
import { endpoint } from './guarded';

const onePage = 100;
/** Somebody who rules every application reaches each key by hundreds of ways. A page holds one object at least. */
const pathsOfPage = 2_000;
/** Pages of one report are made of the same facts. */
const freshForMs = 5 * 60_000;

const ReachPage = Reach.extend({
  ways: z.array(Way.extend({ inWords: z.string() }).meta({ id: 'Way' })),
  objects: z.array(Reached.meta({ id: 'Reached' })),
  total: z.int().describe('Objects on all pages'),
  notLookedAt: z.array(z.string()),
  nextLink: z.url().optional(),
}).meta({ id: 'Reach' });

/** Everything that one principal could do to keys, with every path. */
export const reportReach = endpoint({
  name: 'reportReach',
  method: 'GET',
  route: 'reach',
  summary: 'Every key, certificate and vault that a principal can use, manage, export, or give itself access to',
  role: 'Rewrap.Read',
  accepts: {
    query: z.strictObject({
      principal: z.guid().toLowerCase().describe('Object id of a user, group, service principal or managed identity'),
      from: z.coerce.number().int().min(0).default(0),
    }),
  },
  answers: {
    200: {
      description:
        'A page of what it reaches, and the ways to it: paths name ways by their place in the list. unseen tells what could not be read.',
      schema: ReachPage,
    },
  },
  async run({ query: { principal, from }, urlOf }, { world }) {
    const { scope } = await world.policy();
    const facts = await world.access.facts(scope, new Date(world.now().getTime() - freshForMs));
    const reach = reachOf(principal, facts);
    const names = new Map(facts.principals.map(({ id, name }) => [id, name ?? id]));
    const page = pageOf(reach, from, (id) => names.get(id) ?? id);
    const total = reach.objects.length;
    const next = from + page.objects.length;
    const nextLink = next < total && urlOf(`/api/reach?principal=${principal}&from=${next}`);
    return {
      status: 200,
      jsonBody: { ...reach, ...page, total, notLookedAt: [...notLookedAt], ...(nextLink && { nextLink }) },
    };
  },
});

const asManyAsFit = (objects: readonly Reached[]): readonly Reached[] => {
  let paths = 0;
  const tooMany = objects.findIndex((object, n) => (paths += object.paths.length) > pathsOfPage && n > 0);
  return tooMany === -1 ? objects : objects.slice(0, tooMany);
};

/** The objects from there on, with the ways that lead to them, numbered anew. */
const pageOf = ({ principal, ways, objects }: Reach, from: number, nameOf: Names) => {
  const shown = asManyAsFit(objects.slice(from, from + onePage));
  const used = new Set(shown.flatMap(({ paths }) => paths.map(({ way }) => way)));
  const placeOf = new Map([...used].toSorted((a, b) => a - b).map((way, place) => [way, place]));
  const renumbered = ({ paths, ...object }: Reached): Reached => ({
    ...object,
    paths: paths.map((path) => ({ ...path, way: placeOf.get(path.way) ?? 0 })),
  });
  return {
    ways: ways.flatMap((way, n) =>
      placeOf.has(n) ? [{ ...way, inWords: wayInWords(principal.id, way, nameOf) }] : [],
    ),
    objects: shown.map(renumbered),
  };
};
