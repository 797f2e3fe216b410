import * as v from 'valibot';

const role = v.pipe(v.string(), v.maxLength(40));

/** How people may sign in, with its defaults. */
export const signInSettings = v.object({
  /** The roles whose people need a second step. Who has none sets it up at the next sign-in. */
  secondStepRoles: v.array(v.string()),
  /** Whether the team may sign in with a password. Customers always may. */
  passwords: v.boolean(),
});
export type SignInSettings = v.InferOutput<typeof signInSettings>;
export const DEFAULTS: SignInSettings = { secondStepRoles: [], passwords: true };

export const editSignIn = v.strictObject({
  secondStepRoles: v.optional(v.pipe(v.array(role), v.maxLength(100, 'Name at most 100 roles.'))),
  passwords: v.optional(v.boolean()),
});
export type EditSignIn = v.InferOutput<typeof editSignIn>;
