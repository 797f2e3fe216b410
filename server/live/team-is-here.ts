import type { Connections } from '../../db/database.ts';
import { rooms } from './audience.ts';
import type { Io } from './io.ts';
import { colleagueList } from '../people/queries.ts';

/** Whether anybody of the team has a live connection, and did not say that they are away. */
export const createTeamIsHere =
  ({ io, db }: { io: Io; db: Connections }) =>
  async () =>
    (await colleagueList(db.reader)).some(
      ({ id, availability }) => availability === 'available' && io.sockets.adapter.rooms.has(rooms.user(id)),
    );
