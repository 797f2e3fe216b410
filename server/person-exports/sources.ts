import type { Db } from '../../db/database.ts';
import type { Storage } from '../attachments/storage.ts';
import type { Actor } from '../auth/actor.ts';
import type { PersonExport } from './contract.ts';

/** What an archive is made of. */
export interface Sources {
  db: Db;
  storage: Storage;
  now: number;
  /** Who downloads it. */
  reader: Actor;
  asked: PersonExport;
}
