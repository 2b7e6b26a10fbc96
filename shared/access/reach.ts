import * as z from 'zod';
import { Principal, Unseen } from './facts';

/**
 * `use`: wrap, unwrap, encrypt, decrypt, sign · `manage`: create, change, delete, purge, rotate · `export`: carry it out of the
 * vault, by backup or release, or as a certificate's secret · `grant`: give oneself access.
 */
export const Power = z.enum(['use', 'manage', 'export', 'grant']);
export type Power = z.infer<typeof Power>;

/** It must be activated first. */
const eligible = z.boolean().optional();

/** One step from a principal to whoever holds the access. */
export const Link = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('member-of'), group: z.string(), eligible }),
  /** May join it. */
  z.object({ kind: z.literal('owner-of'), group: z.string(), eligible }),
  /** May make itself a credential of it, and act as it. */
  z.object({ kind: z.literal('owner-of-application'), servicePrincipal: z.string() }),
  /** A role of the directory that lets one change groups or applications. */
  z.object({ kind: z.literal('directory-role'), role: z.string(), name: z.string(), eligible }),
]);
export type Link = z.infer<typeof Link>;

/** Where the access is written down. */
export const Source = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('role-assignment'),
    id: z.string(),
    role: z.string(),
    roleName: z.string(),
    scope: z.string(),
  }),
  z.object({ kind: z.literal('access-policy'), vault: z.string(), application: z.string().optional() }),
  z.object({
    kind: z.literal('hsm-assignment'),
    id: z.string(),
    role: z.string(),
    roleName: z.string(),
    vault: z.string(),
    scope: z.string(),
  }),
  z.object({ kind: z.literal('directory-role'), role: z.string(), roleName: z.string() }),
]);
export type Source = z.infer<typeof Source>;

/** One way from the principal to access: through whom, by what. */
export const Way = z.object({
  /** From the principal to the holder; empty when it is the holder itself. */
  chain: z.array(Link),
  holder: z.string(),
  source: Source,
  /** A deny assignment forbids it to the actor, who can go this way, from where he is, into a group that it exempts. */
  exemptBy: z.array(Link).optional(),
  /** The chain goes through something that the principal owns or administers: it has to take that over first. */
  takesOver: z.boolean(),
  /** The assignment, or something on the chain, must be activated first. */
  eligible: z.boolean(),
  /** Whether a condition holds is not judged: it never narrows what is reported. */
  condition: z.string().optional(),
});
export type Way = z.infer<typeof Way>;

/** What one way gives over one object. `way` is its place in the list of ways. */
export const Path = z.object({ power: Power, way: z.int(), actions: z.array(z.string()) });
export type Path = z.infer<typeof Path>;

/** Something that the principal reaches, and every path to it. */
export const Reached = z.object({
  id: z.string(),
  kind: z.enum(['key', 'certificate', 'vault']),
  vault: z.string(),
  paths: z.array(Path),
});
export type Reached = z.infer<typeof Reached>;

/** Everything that one principal can reach, and what could not be seen. */
export const Reach = z.object({
  principal: Principal,
  asOf: z.iso.datetime(),
  ways: z.array(Way),
  objects: z.array(Reached),
  unseen: z.array(Unseen),
});
export type Reach = z.infer<typeof Reach>;
