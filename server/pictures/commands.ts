import { accountCommand } from '../auth/account-command.ts';
import { command } from '../auth/command.ts';
import { changeProfile, requireProfile } from '../people/profile.ts';

/** The key of the stored file, or null to show initials again. */
export const setOwnPicture = command({ needs: 'signed-in' }, async (unit, actor, { key }: { key: string | null }) =>
  changeProfile(unit, { actorId: actor.id, before: await requireProfile(unit.tx, actor.id), change: { picture: key } }),
);

export const setPictureOf = accountCommand(async (unit, actor, { id, key }: { id: string; key: string | null }) =>
  changeProfile(unit, { actorId: actor.id, before: await requireProfile(unit.tx, id), change: { picture: key } }),
);
