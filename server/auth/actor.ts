import type { Rights, RoleKind } from '../people/contract.ts';

/** Who is asking, with what they may do. Every command and every query for a person takes one; it is never ambient. */
export interface Actor {
  id: string;
  name: string;
  role: string;
  kind: RoleKind;
  capacity: number;
  rights: Rights;
  /** What was read of them holds while `Writer.rights` is this; null: it was read inside a unit, for this once. */
  stamp: number | null;
}
