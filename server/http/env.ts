import type { HttpBindings } from '@hono/node-server';

/** The variables of every request. `cookiesCount` is false for a change without an own Origin: its cookie is ignored. */
export type AppEnv = { Bindings: HttpBindings; Variables: { requestId: string; cookiesCount: boolean } };
