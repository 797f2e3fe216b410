import type { Db } from '../../db/database.ts';
import { audit } from '../audit/commands.ts';
import type { Proved } from '../auth/second-proof.ts';
import type { Deps } from '../deps.ts';
import { AppError } from '../errors.ts';
import { notePasskeyUse, takeChallenge } from './commands.ts';
import type { Assertion } from './contract.ts';
import { findPasskey } from './queries.ts';
import { challengeIn, verifiedAssertion } from './verify.ts';

const refused = () =>
  new AppError(401, 'passkey.refused', 'This passkey is not known here, or the answer came too late. Try again.');

/** Checks the answer of a passkey, for a sign-in and for a proof during a session. Throws 401 `passkey.refused`. */
export function createPasskeyProof({ db, commit, config }: Pick<Deps, 'db' | 'commit' | 'config'>) {
  return async (input: Assertion): Promise<Proved> => {
    const challenge = challengeIn(input.clientDataJSON);
    if (!(await commit((unit) => takeChallenge(unit, challenge, null)))) throw refused();
    const known = await findPasskey(db.reader, input.id);
    // The handle is the person to whom the device says the passkey belongs.
    const handle = Buffer.from(input.userHandle, 'base64url').toString();
    const counter = known && handle === known.userId && (await verifiedAssertion(input, known, { challenge, config }));
    if (!known || typeof counter !== 'number') {
      if (known)
        await commit((unit) => audit(unit, { actorId: null, action: 'session.refused', targetId: known.userId }));
      throw refused();
    }
    await commit((unit) => notePasskeyUse(unit, { id: known.id, counter }));
    return { userId: known.userId, stillTrue: async (at: Db) => (await findPasskey(at, known.id)) !== null };
  };
}
