/** Every kind of job. A new kind is an entry in `Payloads` and one in `kinds`. */
import type { Storage } from '../attachments/storage.ts';
import type { Kinds } from './workers.ts';

/** Ids and codes only. The key of a job names its subject. */
export interface Payloads {
  /** A trigger adds one for each file of a deleted attachment. */
  'files.remove': Record<string, never>;
}

export const kinds = ({ storage }: { storage: Storage }): Kinds<Payloads> => ({
  'files.remove': { limit: 8, run: ({ key }) => storage.remove(key) },
});
