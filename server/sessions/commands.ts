import { audit } from '../audit/commands.ts';
import { accountCommand } from '../auth/account-command.ts';
import { command } from '../auth/command.ts';
import { endOtherSessions, endSession } from '../auth/sessions.ts';
import { notFound } from '../errors.ts';

/** Ends one session of one's own, such as a stolen one. Its sockets close at the commit. */
export const endOwnSession = command({ needs: 'signed-in' }, async (unit, actor, id: string) => {
  if ((await endSession(unit, { id, userId: actor.id })) === 0) throw notFound();
  await audit(unit, { actorId: actor.id, action: 'session.ended', targetId: id });
});

/** Ends all sessions of one's own but the current one. */
export const endOwnOthers = command({ needs: 'signed-in' }, async (unit, actor, current: string) => {
  const count = await endOtherSessions(unit, { id: current, userId: actor.id });
  if (count > 0)
    await audit(unit, { actorId: actor.id, action: 'session.others_ended', targetId: actor.id, data: { count } });
});

/** Ends one session of somebody else, such as on a lost computer. */
export const endSessionOf = accountCommand(
  async (unit, actor, { id: userId, session }: { id: string; session: string }) => {
    if ((await endSession(unit, { id: session, userId })) === 0) throw notFound();
    await audit(unit, { actorId: actor.id, action: 'user.session_ended', targetId: userId, data: { session } });
  },
);
