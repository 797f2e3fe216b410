import type { Rights, RoleKind } from '../people/contract.ts';

/** A person with their rights. Commands and queries receive the actor as an argument. */
export interface Actor {
  id: string;
  name: string;
  role: string;
  kind: RoleKind;
  capacity: number;
  rights: Rights;
  /** The actor is valid while `Writer.rights` has this value; null for an actor loaded inside a unit, for that unit only. */
  stamp: number | null;
  /** The API token that the request came with: `rights` are no more than its scopes. Null for a person who signed in. */
  tokenId: string | null;
  /** What the person of the token may do without its scopes; null for a person who signed in. */
  unscoped: Rights | null;
}
