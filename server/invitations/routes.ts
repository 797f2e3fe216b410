import { Hono } from 'hono';
import * as v from 'valibot';
import type { Deps } from '../deps.ts';
import { linkGone } from '../auth/link-gone.ts';
import { hashPassword } from '../auth/passwords.ts';
import { askSecondStep } from '../auth/second-proof.ts';
import { createSignIn } from '../auth/sign-in.ts';
import { requirePasswords } from '../sign-in/passwords-off.ts';
import type { AppEnv } from '../http/env.ts';
import { valid } from '../http/validate.ts';
import { me } from '../people/contract.ts';
import { acceptInvitation, invite, type Invited, renewInvitation, revokeInvitation } from './commands.ts';
import { accept, invitation, invitationId, invite as invitees, invited, lookAt, offer } from './contract.ts';
import { invitationList, offerOf } from './queries.ts';

/** At `/api/invitations`. */
export const invitationRoutes = ({ guard: { guarded }, db, commit, config }: Deps) => {
  const withLink = ({ secret, ...one }: Invited) => ({ ...one, link: `${config.publicUrl}/desk/join#${secret}` });

  return new Hono<AppEnv>()
    .get(
      '/',
      guarded({
        needs: ['view', 'people'],
        limit: 'read',
        summary: 'List the invitations that nobody has accepted',
        answers: v.object({ items: v.array(invitation) }),
        tagged: true,
      }),
      async (c) => c.json({ items: await invitationList(db.reader) }),
    )
    .post(
      '/',
      guarded({
        ...invite.access,
        limit: 'change',
        summary: 'Invite people to the team; each gets a link that works once',
        answers: v.object({ items: v.array(invited) }),
        status: 201,
        once: true,
      }),
      valid('json', invitees),
      async (c) => {
        const input = c.req.valid('json');
        const made = await commit((unit) => invite(unit, c.var.actor, input));
        return c.json({ items: made.map(withLink) }, 201);
      },
    )
    .post(
      '/:id/renew',
      guarded({
        ...renewInvitation.access,
        limit: 'change',
        summary: 'Make another link for an invitation; the one before stops working',
        answers: invited,
      }),
      valid('param', invitationId),
      async (c) => c.json(withLink(await commit((unit) => renewInvitation(unit, c.var.actor, c.req.valid('param'))))),
    )
    .delete(
      '/:id',
      guarded({ ...revokeInvitation.access, limit: 'change', summary: 'Revoke an invitation', answers: null }),
      valid('param', invitationId),
      async (c) => {
        await commit((unit) => revokeInvitation(unit, c.var.actor, c.req.valid('param')));
        return c.body(null, 204);
      },
    );
};

/** At `/api/auth`. The secret is in the body: an address would be logged, and told to other sites. */
export const acceptRoutes = ({ guard: { open, spends }, db, commit, sessions, config, clock }: Deps) => {
  const signIn = createSignIn({ db, commit, sessions, config });

  return new Hono<AppEnv>()
    .post(
      '/invitation',
      open({ needs: 'anyone', limit: 'read', summary: 'See what an invitation offers', answers: offer }),
      valid('json', lookAt),
      async (c) => {
        const found = await offerOf(db.reader, { ...c.req.valid('json'), now: clock() });
        if (!found) throw linkGone();
        return c.json(found);
      },
    )
    .post(
      '/invitation/accept',
      open({
        needs: 'anyone',
        limit: 'read',
        summary: 'Accept an invitation: choose a name and a password, and be signed in',
        answers: me,
        status: 201,
      }),
      valid('json', accept),
      spends('link'),
      async (c) => {
        const { password, ...input } = c.req.valid('json');
        // Checked before the password is hashed, which is slow: a wrong link must not cost that.
        if (!(await offerOf(db.reader, { token: input.token, now: clock() }))) throw linkGone();
        const passwordHash = await hashPassword(password);
        const id = await commit((unit) => acceptInvitation(unit, { ...input, passwordHash }));
        // Confirmed once with this password, the account is connected to the provider.
        await requirePasswords(db.reader, 'staff', 'Your account is ready. ');
        await askSecondStep({ db, commit }, id);
        return c.json(await signIn(c, id), 201);
      },
    );
};
