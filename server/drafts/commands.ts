import { and, eq } from 'drizzle-orm';
import { bound } from '#dialect';
import { prepared } from '../../db/database.ts';
import { drafts } from '../../db/schema/messages.ts';
import { command } from '../auth/command.ts';
import type { Unit } from '../commit.ts';
import { accessTicket } from '../tickets/access.ts';
import { type Access, requireRight, requireStaff } from '../auth/policy.ts';
import type { Draft, DraftKind } from './contract.ts';
import { draftsOn } from './queries.ts';

const access: Access = { needs: ['create', 'messages'] };

interface PutDraft {
  ticketId: string;
  kind: DraftKind;
  body: string;
}

/** Records no event: only the author's own windows hear of a draft. */
export const putDraft = command(access, async (unit, actor, { ticketId, kind, body }: PutDraft): Promise<Draft> => {
  if (kind === 'note') {
    requireStaff(actor);
    requireRight(actor, 'create', 'notes');
  }
  const ticket = await accessTicket(unit.tx, actor, ticketId);
  const key = { userId: actor.id, ticketId: ticket.id, kind };
  const known = (await draftsOn(unit.tx, key)).find((one) => one.kind === kind);
  // Later arrivals get a greater version, even within one millisecond or after the clock was set back.
  const version = Math.max(unit.now, (known?.version ?? 0) + 1);
  const draft = { ticketId: ticket.id, kind, body, version };
  if (body === (known?.body ?? '')) return known ?? draft;
  if (body === '') await remove(unit.tx).execute(key);
  else
    await unit.tx
      .insert(drafts)
      .values({ ...key, body, version })
      .onConflictDoUpdate({ target: [drafts.userId, drafts.ticketId, drafts.kind], set: { body, version } });
  unit.tell({ kind: 'draft', userId: actor.id, draft });
  return draft;
});

const ofPlace = and(
  eq(drafts.userId, bound('userId')),
  eq(drafts.ticketId, bound('ticketId')),
  eq(drafts.kind, bound('kind')),
);
const remove = prepared((db) => db.delete(drafts).where(ofPlace));
const removeSent = prepared((db) =>
  db
    .delete(drafts)
    .where(and(ofPlace, eq(drafts.body, bound('body'))))
    .returning({ version: drafts.version }),
);

/** Deletes the draft that was sent. Keeps a draft with newer text, typed while the message waited for a connection. */
export async function dropSentDraft(
  unit: Unit,
  { userId, ...sent }: { userId: string; ticketId: string; kind: DraftKind; body: string },
) {
  const [gone] = await removeSent(unit.tx).execute({ userId, ...sent });
  if (gone)
    unit.tell({ kind: 'draft', userId, draft: { ...sent, body: '', version: Math.max(unit.now, gone.version + 1) } });
}
