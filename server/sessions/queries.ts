import type { Db } from '../../db/database.ts';
import { sessionsOf } from '../auth/sessions.ts';
import { deviceOrProgram } from '../devices/contract.ts';
import type { SignedInAt } from './contract.ts';
import { placeOf } from './place.ts';

interface Of {
  userId: string;
  now: number;
  /** The session of the request; null when somebody else looks. */
  current: string | null;
}

export async function sessionsFor(db: Db, { userId, now, current }: Of): Promise<SignedInAt[]> {
  const found = await sessionsOf(db, userId, now);
  return found.map(({ id, device, address, createdAt, usedAt, isNew }) => ({
    ...{ id, createdAt, usedAt, isNew },
    device: deviceOrProgram(device),
    place: placeOf(address),
    isCurrent: id === current,
  }));
}
