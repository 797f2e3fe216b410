import type { Db } from '../../db/database.ts';
import type { Actor } from '../auth/actor.ts';
import { requireNotAbove } from '../auth/may-act-on.ts';
import { type Access, holdsAll, lacking, mayViewNotes, requireRight } from '../auth/policy.ts';
import { notFound } from '../errors.ts';
import { isErased } from '../erasure/queries.ts';
import type { Rights } from '../people/contract.ts';
import { findUser } from '../people/queries.ts';

export const exportsOthers: Access = { needs: ['update', 'people'], only: 'staff' };

const SHOWN: Rights = { tickets: ['view'], messages: ['view'] };

/** An export of somebody else shows nothing that the caller could not read at the desk. */
export async function requireMayExport(db: Db, actor: Actor, { id, notes }: { id: string; notes: boolean }) {
  requireRight(actor, 'update', 'people');
  const user = await findUser(db, id);
  if (!user || (await isErased(db, id))) throw notFound();
  if (!holdsAll(actor, SHOWN))
    throw lacking(actor, SHOWN, 'An export holds tickets and messages, which your role does not show you.');
  if (notes && !mayViewNotes(actor))
    throw lacking(actor, { notes: ['view'] }, 'Your role does not show you notes. Export without them.');
  await requireNotAbove(db, actor, id);
}
