import type { HttpBindings } from '@hono/node-server';

/** What every request carries. `cookiesCount` is false for a call whose origin nobody vouches for. */
export type AppEnv = { Bindings: HttpBindings; Variables: { requestId: string; cookiesCount: boolean } };
