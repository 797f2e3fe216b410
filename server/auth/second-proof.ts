/** The second step of a sign-in, for browsers and programs. */
import type { Db } from '../../db/database.ts';
import { audit } from '../audit/commands.ts';
import type { Unit } from '../commit.ts';
import type { Deps } from '../deps.ts';
import { AppError } from '../errors.ts';
import { codeProblem } from '../second-step/check.ts';
import { isWayOpen } from '../oidc/way-open.ts';
import type { Arrival, WaitingConnection } from '../oidc/contract.ts';
import { finishConnection } from '../oidc/finish-connection.ts';
import type { SecondStep, SecondWay } from '../second-step/contract.ts';
import { findPending, guessPending, pendingGone, startPending } from '../second-step/pending.ts';
import { needsSecondStep, secondStepSince } from '../second-step/queries.ts';
import { requirePasswords } from '../sign-in/passwords-off.ts';
import { passwordHashOf } from './commands.ts';
import { findActor } from './policy.ts';

/** The same error for an unknown address, a wrong password and a deactivated account. */
export const wrongSignIn = () => new AppError(401, 'wrong_sign_in', 'The email or the password is wrong.');

export interface Proved {
  userId: string;
  /** Whether the proof still holds: the password can change while the old one is being checked. */
  stillTrue: (db: Db) => Promise<boolean>;
  /** Of a sign-in at the OpenID provider: the session ends with the one there. */
  arrival?: Arrival;
}

/** Asks for the second step, if the person has one or their role needs one. The answer goes to `createSecondProof`. */
export async function askSecondStep(
  { db, commit }: Pick<Deps, 'db' | 'commit'>,
  userId: string,
  arrival?: Arrival,
): Promise<void> {
  const actor = await findActor(db.reader, userId);
  if (!actor) throw wrongSignIn();
  const step = await secondStepOf(db.reader, { userId, roles: [actor.role] });
  if (!step) return;
  throw await commit(async (unit) => {
    if (!arrival) await requirePasswords(unit.tx, actor.kind);
    return startSecondStep(unit, step, { userId, arrival });
  });
}

type Step = 'code' | 'enrol';

/** What a person in one of these roles has to do after the first step; null: nothing. */
export async function secondStepOf(
  db: Db,
  { userId, roles }: { userId: string; roles: string[] },
): Promise<Step | null> {
  if ((await secondStepSince(db, userId)) !== null) return 'code';
  for (const role of roles) if (await needsSecondStep(db, role)) return 'enrol';
  return null;
}

interface Waiting {
  userId: string;
  arrival?: Arrival | undefined;
  connects?: WaitingConnection;
}

/** Returns the error that asks for it. */
export async function startSecondStep(unit: Unit, step: Step, waiting: Waiting): Promise<AppError> {
  const mustEnrol = step === 'enrol';
  const started = await startPending(unit, { ...waiting, mustEnrol });
  const ways: SecondWay[] = mustEnrol ? ['enrol'] : ['code', 'recovery_code'];
  const message = mustEnrol
    ? 'Your role needs a second step. Set it up at the sign-in page of the desk.'
    : 'Send the code of your app, or a recovery code.';
  return new AppError(401, 'second_step', message, { details: { ...started, ways } });
}

export function createSecondProof({
  db,
  commit,
  limits,
  secrets,
  clock,
}: Pick<Deps, 'db' | 'commit' | 'limits' | 'secrets' | 'clock'>) {
  /** `browser` is the secret of the browser that came from the OpenID provider; empty for a program. */
  return async ({ pending, code }: SecondStep, browser: string): Promise<Proved> => {
    const waiting = await findPending({ tx: db.reader, now: clock() }, { pending, browser, mustEnrol: false });
    if (!waiting) throw pendingGone();
    const { userId } = waiting;
    // Beyond one sign-in: who has the password can begin any number of them.
    await limits.spend('second_step', userId);
    const passwordHash = await passwordHashOf(db.reader, userId);
    const checked = await commit(async (unit) => {
      const found = await guessPending(unit, secrets, { userId, pending, browser, code });
      // The code is spent also where nothing can be connected any more.
      if (found === 'right') return (await finishConnection(unit, waiting)) ? found : 'gone';
      await audit(unit, { actorId: null, action: 'second_step.refused', targetId: userId });
      return found;
    });
    if (checked === 'gone') throw pendingGone();
    if (checked !== 'right') {
      const problem = codeProblem(checked);
      const name = checked === 'used' || checked === 'recovery_used' ? 'second_step.used' : 'second_step.wrong';
      throw new AppError(401, name, problem, { fields: { code: problem } });
    }
    await limits.forget('second_step', userId);
    const { arrival } = waiting;
    return {
      userId,
      stillTrue: async (at) =>
        (await passwordHashOf(at, userId)) === passwordHash && (await isWayOpen(at, { userId, arrival })),
      ...(arrival && { arrival }),
    };
  };
}
