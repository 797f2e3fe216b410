import { createMemo, For, untrack } from 'solid-js';
import { LinksProvider } from '../customer/links.ts';
import { TicketLink } from '../customer/ticket-link.tsx';
import { SessionProvider } from '../shared/state/session.ts';
import type { Frame } from './frame.tsx';
import { t } from './words.ts';

const SHOWN = 2;

/** The latest conversations of a visitor who begins another one. It stands outside the providers of the others. */
export function Latest(props: { of: Frame }) {
  const { session } = untrack(() => props.of);
  const rows = createMemo(() =>
    Object.values(session.state()?.rows ?? {})
      .filter((row) => row.mergedInto === null)
      .toSorted((a, b) => b.lastMessage.at - a.lastMessage.at),
  );
  return (
    <SessionProvider value={session}>
      <LinksProvider value={(id) => `#ticket-${id}`}>
        <section class="latest" aria-labelledby="latest">
          <h3 id="latest">
            {t('past.title')}
            <button type="button" class="link" onClick={() => props.of.setPage('past')}>
              {/* While some are not loaded there is no true number: the form for one has none. */}
              {session.state()?.next ? t.count('past.all', 1) : t.count('past.all', rows().length)}
            </button>
          </h3>
          <ul>
            <For each={rows().slice(0, SHOWN)}>{(row) => <TicketLink row={row} isHere={false} />}</For>
          </ul>
        </section>
      </LinksProvider>
    </SessionProvider>
  );
}
