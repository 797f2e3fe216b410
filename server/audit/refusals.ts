import type { Context } from 'hono';
import { matchedRoutes } from 'hono/route';
import type { Actor } from '../auth/actor.ts';
import type { Deps } from '../deps.ts';
import type { AppEnv } from '../http/env.ts';
import { audit } from './commands.ts';

const ID = /[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/iu;

/** A route, and not what stands before all of them. */
const isOfApi = (path: string) => path.startsWith('/api/') && path !== '/api/*';

/** Records a request of a signed-in caller that their rights do not allow: somebody may be trying doors. */
export const createRefusalAudit =
  ({ commit, limits, log }: Pick<Deps, 'commit' | 'limits' | 'log'>) =>
  async (c: Context<AppEnv & { Variables: { actor?: Actor } }>): Promise<void> => {
    const { actor } = c.var;
    if (!actor || !(await limits.allows('refusal', actor.id))) return;
    // The pattern and not the address: that may hold what somebody typed. The pages' own pattern, which fits every read, is the last.
    const path = matchedRoutes(c).findLast((route) => isOfApi(route.path))?.path ?? '';
    const targetId = ID.exec(c.req.path)?.[0].toLowerCase();
    const entry = { actorId: actor.id, ...(targetId && { targetId }), data: { method: c.req.method, path } };
    // The request was refused whether or not the line can be written.
    await commit((unit) => audit(unit, { ...entry, action: 'access.refused' })).catch((error: unknown) =>
      log.error({ err: error }, 'a refusal could not be written to the audit log'),
    );
  };
