import { Hono } from 'hono';
import type { Deps } from '../deps.ts';
import type { AppEnv } from '../http/env.ts';
import { streamOf } from '../http/stream.ts';
import { valid } from '../http/validate.ts';
import { recordExport } from './commands.ts';
import { auditPage, exportAudit, listAudit } from './contract.ts';
import { exportedAudit } from './export.ts';
import { pageOfAudit } from './queries.ts';

const TYPES = { csv: 'text/csv; charset=utf-8', ndjson: 'application/x-ndjson' };

export const auditRoutes = ({ guard: { guarded, recent, spends }, db, commit, clock }: Deps) =>
  new Hono<AppEnv>()
    .get(
      '/',
      guarded({
        needs: ['view', 'audit'],
        limit: 'read',
        summary: 'List who did what, newest first',
        answers: auditPage,
      }),
      valid('query', listAudit),
      async (c) => c.json(await pageOfAudit(db.reader, c.req.valid('query'))),
    )
    .get(
      '/export',
      guarded({
        ...recordExport.access,
        limit: 'read',
        summary: 'Download the lines of the audit log as CSV or NDJSON',
        answers: 'bytes',
      }),
      valid('query', exportAudit),
      recent,
      spends('export'),
      async (c) => {
        const { format, ...filters } = c.req.valid('query');
        await commit((unit) => recordExport(unit, c.var.actor, { format, ...filters }));
        const day = new Date(clock()).toISOString().slice(0, 10);
        const headers = {
          'Content-Type': TYPES[format],
          'Content-Disposition': `attachment; filename="audit-${day}.${format}"`,
        };
        return new Response(streamOf(exportedAudit(db.reader, filters, format)), { headers });
      },
    );
