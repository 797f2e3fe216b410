/** Every kind of job: what it carries, and what does it. A new kind is one more entry in each of the two. */
import type { Storage } from '../attachments/storage.ts';
import type { Kinds } from './workers.ts';

/** Ids and codes. What a job is about stands in its key. */
export interface Payloads {
  /** By a trigger, for each file of an attachment whose row went. */
  'files.remove': Record<string, never>;
}

export const kinds = ({ storage }: { storage: Storage }): Kinds<Payloads> => ({
  'files.remove': { limit: 8, run: ({ key }) => storage.remove(key) },
});
