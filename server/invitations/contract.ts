import * as v from 'valibot';
import { email, name, newPassword } from '../people/contract.ts';
import { uuid } from '../text/contract.ts';
import { visit } from '../widget/contract.ts';

export const INVITATION_DAYS = 7;
/** At once; each gets a link of its own. */
export const INVITED_MOST = 20;

/** The secret part of a one-time link. It is in no address: pages read it behind the # and send it in a body. */
export const token = v.pipe(v.string(), v.maxLength(100));

/** An invitation that nobody has accepted yet. After `expiresAt` its link no longer works. */
export const invitation = v.object({
  id: v.string(),
  email: v.string(),
  role: v.string(),
  by: v.object({ id: v.string(), name: v.string() }),
  createdAt: v.number(),
  expiresAt: v.number(),
});
export type Invitation = v.InferOutput<typeof invitation>;

/** `link` is told only here, to who made it: the server keeps its hash. */
export const invited = v.object({ ...invitation.entries, link: v.string() });

export const invite = v.strictObject({
  emails: v.pipe(
    v.array(email),
    v.minLength(1, 'Write an address such as name@example.com.'),
    v.maxLength(INVITED_MOST, `Invite at most ${INVITED_MOST} people at once.`),
  ),
  role: v.pipe(v.string(), v.maxLength(40)),
});
export const invitationId = v.strictObject({ id: uuid });

export const lookAt = v.strictObject({ token });
/** What the page of the link shows before it is accepted. */
export const offer = v.object({ email: v.string(), role: v.string(), by: v.string(), expiresAt: v.number() });

export const accept = v.strictObject({
  token,
  name,
  password: newPassword,
  locale: visit.language,
  timeZone: visit.timeZone,
});
