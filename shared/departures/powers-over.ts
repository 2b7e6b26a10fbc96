import type { AccessFacts } from '../access/facts';
import { Power, type Reach, type Reached } from '../access/reach';

/** What somebody can do with one object. A way that has to be taken over first counts as giving oneself access. */
export interface PowersOver extends Pick<Reached, 'kind'> {
  readonly powers: ReadonlySet<Power>;
  /** A certificate, or the key of one, which rotates with it and never by itself. */
  readonly ofCertificate: boolean;
}

/** By the ids of what is reached. */
export type Reachable = ReadonlyMap<string, PowersOver>;

export const nothing: Reachable = new Map();

/** What is in reach by any of them. */
export const together = (all: readonly Reachable[]): Reachable => {
  const found = new Map<string, PowersOver>();
  for (const [id, over] of all.flatMap((reachable) => [...reachable])) {
    const powers = new Set([...(found.get(id)?.powers ?? []), ...over.powers]);
    found.set(id, { ...over, powers });
  }
  return found;
};

/** In the order of `Power`, so that equal sets read alike. */
export const inOrder = (powers: Iterable<Power>): Power[] => {
  const all = new Set(powers);
  return Power.options.filter((power) => all.has(power));
};

/** Makes of reports of reach who can do what with which object, without the paths. */
export const powersIn = ({ vaults }: AccessFacts): ((reach: Reach) => Reachable) => {
  const ofCertificates = new Set(
    vaults.flatMap(({ url, certificates }) =>
      certificates.flatMap((name) => [`${url}/keys/${name}`, `${url}/certificates/${name}`]),
    ),
  );
  return ({ ways, objects }) =>
    new Map(
      objects.map(({ id, kind, paths }) => {
        const powers = new Set(paths.map(({ power, way }) => (ways[way]?.takesOver ? 'grant' : power)));
        return [id, { kind, powers, ofCertificate: ofCertificates.has(id) }];
      }),
    );
};
