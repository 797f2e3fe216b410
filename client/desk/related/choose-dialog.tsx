import { createSignal, For, onMount, Show } from 'solid-js';
import type { TicketRow } from '../../../server/tickets/contract.ts';
import { api } from '../../shared/api.ts';
import { Dialog } from '../../shared/ui/dialog.tsx';
import { useSession, useState } from '../../shared/state/session.ts';
import { shortTime } from '../../shared/time.ts';
import { useDesk } from '../desk.ts';
import { isActive } from '../queue/views.ts';
import { shared } from '../words.ts';
import { useRelated } from './related.ts';
import styles from './related.module.css';
import { t } from './words.ts';

/** Chooses another ticket of the customer. The choice acts at once, with an undo. */
export function ChooseDialog(props: { act: 'merge' | 'link'; ticketId: string; close: () => void }) {
  const state = useState();
  const { now } = useSession();
  const desk = useDesk();
  const related = useRelated();
  const row = () => state.rows[props.ticketId];
  const [others, setOthers] = createSignal<TicketRow[]>();
  /** The key of the next page; null when all are shown. */
  const [next, setNext] = createSignal<string | null>(null);
  let known = new Set<string>();
  const name = () => row()?.customer.name ?? '';
  let list: HTMLElement | undefined;
  const statusOf = (one: TicketRow) =>
    state.lists.statuses.items.find(({ code }) => code === one.status)?.name ?? one.status;

  async function load(ticket: TicketRow) {
    const { act } = props;
    const found = await desk.attempt(() =>
      Promise.all([pageOf(ticket, null), act === 'link' ? api.links(ticket.id) : { items: [] }]),
    );
    if (!found) return props.close();
    const [page, linked] = found;
    known = new Set([ticket.id, ...linked.items.map(({ id }) => id)]);
    add(page);
    // Focuses the list and no option: a second press of the opening key must not choose.
    list?.focus();
  }
  const pageOf = ({ customer }: TicketRow, cursor: string | null) =>
    api.tickets({ customer: customer.id, order: 'created', cursor });
  function add(page: { items: TicketRow[]; next: string | null }) {
    const more = page.items.filter((one) => !known.has(one.id) && one.mergedInto === null);
    setOthers((all) => [...(all ?? []), ...more]);
    setNext(page.next);
  }
  async function older() {
    const ticket = row();
    const from = others()?.length ?? 0;
    const cursor = next();
    const page = ticket && (await desk.attempt(async () => pageOf(ticket, cursor)));
    if (!page) return;
    add(page);
    (list?.querySelectorAll<HTMLElement>('li button')[from] ?? list)?.focus();
  }
  onMount(() => {
    const ticket = row();
    if (ticket) void load(ticket);
    else props.close();
  });

  /** An active ticket cannot be merged into a finished one. */
  const isUnfit = (one: TicketRow) => props.act === 'merge' && !isActive(one) && isActive(row() ?? one);
  function choose(other: TicketRow) {
    const ticket = row();
    props.close();
    if (ticket) void related[props.act](ticket, other);
  }

  function pressed(event: KeyboardEvent) {
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    const all = [...(list?.querySelectorAll<HTMLElement>('button:not(:disabled)') ?? [])];
    const next = all[all.findIndex((one) => one === document.activeElement) + by];
    if (by === 0 || !next) return;
    event.preventDefault();
    next.focus();
  }

  return (
    <Dialog labelledby="choose-title" class={styles.choose} close={() => props.close()}>
      <form method="dialog">
        <h2 id="choose-title">{t(`choose.${props.act}.title`, { number: row()?.number ?? 0 })}</h2>
        <p>{t(`choose.${props.act}.intro`, { name: name() })}</p>
        <Show when={others()} fallback={<p class="quiet">{t('choose.loading')}</p>}>
          {(all) => (
            <ul
              aria-label={t('choose.list', { name: name() })}
              ref={(element) => (list = element)}
              tabindex="-1"
              onKeyDown={pressed}
            >
              <For
                each={all()}
                fallback={
                  <Show when={!next()}>
                    <li class="quiet">{t('choose.none', { name: name() })}</li>
                  </Show>
                }
              >
                {(one) => (
                  <li>
                    <button type="button" class="ring-in" disabled={isUnfit(one)} onClick={() => choose(one)}>
                      <span class="clip" dir="auto">
                        {one.subject}
                      </span>
                      <small>
                        <span>
                          {one.number} · {statusOf(one)}
                          <Show when={isUnfit(one)}>, {t('choose.done')}</Show>
                        </span>
                        <time datetime={new Date(one.createdAt).toISOString()}>{shortTime(one.createdAt, now())}</time>
                      </small>
                    </button>
                  </li>
                )}
              </For>
              <Show when={next()}>
                <li>
                  <button type="button" class="ring-in" onClick={() => void older()}>
                    {t('choose.older')}
                  </button>
                </li>
              </Show>
            </ul>
          )}
        </Show>
        <footer>
          <button type="submit" class="btn">
            {shared('cancel')}
          </button>
        </footer>
      </form>
    </Dialog>
  );
}
