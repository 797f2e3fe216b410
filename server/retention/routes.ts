import { Hono } from 'hono';
import type { Actor } from '../auth/actor.ts';
import { requireRight } from '../auth/policy.ts';
import type { Deps } from '../deps.ts';
import type { AppEnv } from '../http/env.ts';
import { valid } from '../http/validate.ts';
import { requireSite } from '../sites/queries.ts';
import { deleteRetention, setRetention } from './commands.ts';
import { ALL, dryRun, forecast, ruleList as rules, scope, setRule } from './contract.ts';
import { forecastOf, ruleList } from './queries.ts';

export const retentionRoutes = ({ guard: { guarded, recent, spends }, db, commit, clock }: Deps) =>
  new Hono<AppEnv>()
    .get(
      '/',
      guarded({
        needs: ['view', 'settings'],
        only: 'staff',
        limit: 'read',
        summary: 'List the rules for how long tickets are kept',
        answers: rules,
      }),
      async (c) => c.json({ items: await ruleList(db.reader) }),
    )
    .get(
      '/:scope/forecast',
      guarded({
        needs: ['view', 'settings'],
        only: 'staff',
        limit: 'read',
        summary: 'See which tickets a rule would delete or anonymise now, without doing it',
        answers: forecast,
      }),
      valid('param', scope),
      valid('query', dryRun),
      spends('search'),
      async (c) => {
        const { actor } = c.var;
        const wanted = { ...c.req.valid('param'), ...c.req.valid('query') };
        requireTickets(actor);
        if (wanted.scope !== ALL) await requireSite(db.reader, wanted.scope);
        return c.json(await forecastOf(db.reader, wanted, clock()));
      },
    )
    .put(
      '/:scope',
      guarded({
        ...setRetention.access,
        limit: 'change',
        summary: 'Set how long tickets of a site, or all others, are kept; the first run is in an hour',
        answers: rules,
      }),
      valid('param', scope),
      valid('json', setRule),
      recent,
      async (c) => {
        const input = { ...c.req.valid('json'), ...c.req.valid('param') };
        await commit((unit) => setRetention(unit, c.var.actor, input));
        return c.json({ items: await ruleList(db.reader) });
      },
    )
    .delete(
      '/:scope',
      guarded({
        ...deleteRetention.access,
        limit: 'change',
        summary: 'Delete a rule for how long tickets are kept',
        answers: null,
      }),
      valid('param', scope),
      async (c) => {
        await commit((unit) => deleteRetention(unit, c.var.actor, c.req.valid('param')));
        return c.body(null, 204);
      },
    );

/** The examples show subjects and names. */
const requireTickets = (actor: Actor) => requireRight(actor, 'view', 'tickets');
