/** Every kind of job. A new kind is an entry in `Payloads` (payloads.ts) and one in `kinds`. */
import type { Storage } from '../attachments/storage.ts';
import { continueChange } from '../widget/customer.ts';
import type { Payloads } from './payloads.ts';
import type { Kinds } from './workers.ts';

export const kinds = ({ storage }: { storage: Storage }): Kinds<Payloads> => ({
  'customer.change': {
    limit: 1,
    run:
      async ({ key, payload }) =>
      (unit) =>
        continueChange(unit, key, payload),
  },
  'files.remove': { limit: 8, run: ({ key }) => storage.remove(key) },
});
