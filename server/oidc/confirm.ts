/** The owner of an account confirms that somebody at the provider is them. The two are connected with the last step of that. */
import { and, eq, gt, lt } from 'drizzle-orm';
import type { Db } from '../../db/database.ts';
import { newSecret, sha256 } from '../../db/ids.ts';
import { pendingConnections } from '../../db/schema/oidc.ts';
import { audit } from '../audit/commands.ts';
import { passwordHashOf } from '../auth/commands.ts';
import { isPassword } from '../auth/passwords.ts';
import { findActor } from '../auth/policy.ts';
import type { Unit } from '../commit.ts';
import type { Deps } from '../deps.ts';
import { AppError, invalidFields } from '../errors.ts';
import { secondStepOf, startSecondStep } from '../auth/second-proof.ts';
import { findUser } from '../people/queries.ts';
import { checkCode, codeProblem } from '../second-step/check.ts';
import type { Arrival, ConfirmConnection, PendingConnection } from './contract.ts';
import { finishConnection } from './finish-connection.ts';
import { openProvider } from './queries.ts';

const LIFE_MS = 10 * 60_000;
const GUESSES_MOST = 5;

interface Start {
  /** The secret in the cookie of the browser that came from the provider. */
  browser: string;
  userId: string;
  arrival: Arrival;
  /** The role of the groups. */
  role: string | null;
}

/** Returns the secret with which the browser goes on. */
export async function startConnection({ tx, now }: Unit, { browser, ...input }: Start): Promise<string> {
  const pending = newSecret();
  const hash = hashOf({ pending, browser });
  await tx.insert(pendingConnections).values({ hash, ...input, expiresAt: now + LIFE_MS });
  return pending;
}

type Now = Pick<Unit, 'tx' | 'now'>;
type Here = Pick<Start, 'browser'> & { pending: string };

/** Of both secrets: who sends the link to the owner of an account must not have their own identity confirmed by them. */
const hashOf = ({ pending, browser }: Here) => sha256(`${browser} ${pending}`);

async function findWaiting({ tx, now }: Now, here: Here) {
  if (here.browser === '') return null;
  const [row] = await tx
    .select()
    .from(pendingConnections)
    .where(
      and(
        eq(pendingConnections.hash, hashOf(here)),
        gt(pendingConnections.expiresAt, now),
        lt(pendingConnections.guesses, GUESSES_MOST),
      ),
    );
  return row ?? null;
}

const gone = () => new AppError(401, 'oidc.gone', 'This took too long, or was wrong too often. Sign in again.');

/** With the password; who has none uses a code of the second step. */
const wayOf = async (db: Db, userId: string) =>
  (await passwordHashOf(db, userId)) === null ? ('code' as const) : ('password' as const);

export async function pendingOf(db: Db, { now, ...here }: Here & { now: number }): Promise<PendingConnection> {
  const waiting = await findWaiting({ tx: db, now }, here);
  const provider = await openProvider(db);
  const person = waiting && (await findUser(db, waiting.userId));
  if (!person?.active || !provider) throw gone();
  const { id, name, email } = person;
  return { name, email: email ?? '', label: provider.label, way: await wayOf(db, id) };
}

export interface Confirmed {
  userId: string;
  arrival: Arrival;
}

/**
 * Checks the password or code, and connects the account. Throws 401 `second_step` after a password that is not enough: the account is
 * connected with the second step then. Five guesses, then the provider is asked again.
 */
export function createConfirm({ db, commit, limits, secrets, clock }: Deps) {
  return async ({ pending, password, code }: ConfirmConnection, browser: string): Promise<Confirmed> => {
    const waiting = await findWaiting({ tx: db.reader, now: clock() }, { pending, browser });
    if (!waiting) throw gone();
    const { userId } = waiting;
    await limits.spend('proof', userId);
    const way = await wayOf(db.reader, userId);
    const given = way === 'password' ? password : code;
    if (given === undefined) throw invalidFields({ [way]: 'Write it here.' });
    if (!(await commit((unit) => guess(unit, waiting.hash)))) throw gone();
    const passwordHash = await passwordHashOf(db.reader, userId);
    const isRight = way === 'code' || (await isPassword(passwordHash, given));
    const outcome = await commit(async (unit) => {
      const checked = way === 'code' ? await checkCode(unit, secrets, { userId, code: given }) : 'right';
      if (checked !== 'right') return codeProblem(checked);
      if (!isRight || (await passwordHashOf(unit.tx, userId)) !== passwordHash)
        return 'This is not the password of this account.';
      return goOn(unit, { hash: waiting.hash, browser, way });
    });
    if (typeof outcome === 'string') {
      await commit((unit) => audit(unit, { actorId: null, action: 'session.refused', targetId: userId }));
      throw invalidFields({ [way]: outcome });
    }
    await limits.forget('proof', userId);
    if (outcome) throw outcome;
    return { userId, arrival: waiting.arrival };
  };
}

/** Counted before it is checked: of a hundred simultaneous guesses five are checked. */
async function guess({ tx }: Unit, hash: string): Promise<boolean> {
  const [row] = await tx.select().from(pendingConnections).where(eq(pendingConnections.hash, hash));
  if (!row || row.guesses >= GUESSES_MOST) return false;
  await tx
    .update(pendingConnections)
    .set({ guesses: row.guesses + 1 })
    .where(eq(pendingConnections.hash, hash));
  return true;
}

interface GoOn {
  hash: string;
  browser: string;
  way: 'password' | 'code';
}

/**
 * Connects the account, or asks for the second step first: returns the error then. A code was the second step. Deletes the row: of two
 * confirmations at the same moment one finds nothing.
 */
async function goOn(unit: Unit, { hash, browser, way }: GoOn): Promise<AppError | null> {
  const { tx, now } = unit;
  const [taken] = await tx
    .delete(pendingConnections)
    .where(and(eq(pendingConnections.hash, hash), gt(pendingConnections.expiresAt, now)))
    .returning();
  const actor = taken && (await findActor(tx, taken.userId));
  if (!taken || !actor) return gone();
  const { userId, arrival, role } = taken;
  // Also where only the role of the groups needs it.
  const roles = [actor.role, ...(role === null ? [] : [role])];
  const step = way === 'password' ? await secondStepOf(tx, { userId, roles }) : null;
  if (step) return startSecondStep(unit, step, { userId, arrival, connects: { role, browser: sha256(browser) } });
  return (await finishConnection(unit, { userId, arrival, connects: { role } })) ? null : gone();
}
