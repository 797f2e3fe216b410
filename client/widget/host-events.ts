/** The messages to the page around the frame: counts, ids and the labels of its button. */
import { createEffect, on, onCleanup } from 'solid-js';
import { request } from '../shared/request.ts';
import type { TicketRow } from '../../server/tickets/contract.ts';
import type { Frame } from './frame.tsx';
import { host, tell } from './host.ts';
import { visitNow } from './visit.ts';
import { token } from './visitor.ts';
import { t } from './words.ts';

/** Several quick changes of the address count as one visit. */
const VISIT_AFTER_MS = 1_000;

export function createHostEvents({ session, hasAny }: Frame) {
  const unread = () => Object.values(session.state()?.rows ?? {}).reduce((sum, row) => sum + row.unread, 0);
  createEffect(() => {
    const count = unread();
    tell({ type: 'unread', count });
    const open = count > 0 ? t.count('open.unread', count) : t('open.plain');
    tell({ type: 'labels', open, close: t('close') });
  });
  createEffect(() => tell({ type: 'has-conversation', has: hasAny() || token() !== null }));

  // Messages from before the page load are not news.
  let known: Record<string, number> | null = token() ? null : {};
  const last = (row: TicketRow) => row.lastMessage.at;
  onCleanup(
    session.store.onRows((rows) => {
      const before = known;
      known = { ...known, ...Object.fromEntries(rows.map((row) => [row.id, last(row)])) };
      if (!before) return;
      for (const row of rows)
        if (last(row) > (before[row.id] ?? 0)) {
          const from = row.lastMessage.author.kind === 'staff' ? 'team' : 'visitor';
          tell({ type: 'message', conversation: row.id, from });
        }
    }),
  );

  let told = '';
  let timer: ReturnType<typeof setTimeout> | undefined;
  createEffect(
    on([host, token], () => {
      clearTimeout(timer);
      if (!token()) return;
      timer = setTimeout(() => {
        const visit = visitNow();
        const now = JSON.stringify(visit);
        if (now === told) return;
        told = now;
        request('PUT', '/widget/visit', visit).catch(() => (told = ''));
      }, VISIT_AFTER_MS);
    }),
  );
  onCleanup(() => clearTimeout(timer));
}
