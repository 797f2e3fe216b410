import type { Db } from '../../db/database.ts';
import type { Storage } from '../attachments/storage.ts';
import type { Actor } from '../auth/actor.ts';
import type { PersonExport } from './contract.ts';

/** Everything that the parts of an archive read from. */
export interface Sources {
  db: Db;
  storage: Storage;
  now: number;
  /** Who downloads it. */
  reader: Actor;
  asked: PersonExport;
}
