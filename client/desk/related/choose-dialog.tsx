import { createSignal, For, onCleanup, onMount, Show } from 'solid-js';
import type { TicketRow } from '../../../server/tickets/contract.ts';
import { api } from '../../shared/api.ts';
import { request } from '../../shared/request.ts';
import { Dialog } from '../../shared/ui/dialog.tsx';
import { useSession, useState } from '../../shared/state/session.ts';
import { shortTime } from '../../shared/time.ts';
import { useDesk } from '../desk.ts';
import { isActive } from '../queue/views.ts';
import { shared } from '../words.ts';
import { t as words } from './choose-words.ts';
import { findOthers, type Other } from './find-others.ts';
import { useRelated } from './related.ts';
import styles from './related.module.css';
import { t } from './words.ts';

const PAUSE_MS = 250;

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
  const [asked, setAsked] = createSignal('');
  /** What the search found; null without one. */
  const [found, setFound] = createSignal<{ q: string; items: Other[] } | null>(null);
  let pause: ReturnType<typeof setTimeout> | undefined;
  /** Enter was pressed before the answer came. */
  let goesOn = false;
  onCleanup(() => clearTimeout(pause));
  const name = () => row()?.customer.name ?? '';
  let list: HTMLElement | undefined;
  const statusOf = (one: Other) =>
    state.lists.statuses.items.find(({ code }) => code === one.status)?.name ?? one.status;

  async function load(ticket: TicketRow) {
    const { act } = props;
    const found = await desk.attempt(() =>
      Promise.all([
        pageOf(ticket, null),
        act === 'link' ? request('GET', `/tickets/${ticket.id}/links`) : { items: [] },
      ]),
    );
    if (!found) return props.close();
    const [page, linked] = found;
    known = new Set([ticket.id, ...linked.items.map(({ id }) => id)]);
    add(page);
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

  function typed(text: string) {
    const q = text.trim();
    setAsked(q);
    goesOn = false;
    clearTimeout(pause);
    if (q === '') setFound(null);
    else pause = setTimeout(() => void find(q), PAUSE_MS);
  }
  async function find(q: string) {
    const ticket = row();
    const items = ticket && (await desk.attempt(() => findOthers(q, ticket)));
    if (!items || asked() !== q) return;
    setFound({ q, items: items.filter(({ id }) => !known.has(id)) });
    if (goesOn) options()[0]?.focus();
    goesOn = false;
  }
  const shown = (): Other[] | undefined => found()?.items ?? others();

  /** Of another customer, or finished: an active ticket cannot be merged into that. */
  const whyNot = (one: Other) => {
    if (one.customer.id !== row()?.customer.id) return words('other', { name: one.customer.name });
    const isOver = props.act === 'merge' && !isActive(one) && isActive(row() ?? one);
    return isOver ? t('choose.done') : null;
  };
  function choose(other: Other) {
    const ticket = row();
    props.close();
    if (ticket) void related[props.act](ticket, other);
  }

  function pressed(event: KeyboardEvent) {
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    const all = options();
    const next = all[all.findIndex((one) => one === document.activeElement) + by];
    if (by === 0 || !next) return;
    event.preventDefault();
    next.focus();
  }
  const options = () => [...(list?.querySelectorAll<HTMLElement>('li button:not(:disabled)') ?? [])];
  /** Enter chooses nothing unseen: it goes to what was found. */
  function pressedInBox(event: KeyboardEvent) {
    if (event.isComposing) return;
    if (event.key === 'Enter' || event.key === 'ArrowDown') {
      event.preventDefault();
      goesOn = asked() !== (found()?.q ?? '');
      if (!goesOn) options()[0]?.focus();
    }
  }

  return (
    <Dialog labelledby="choose-title" class={styles.choose} close={() => props.close()}>
      <form method="dialog">
        <h2 id="choose-title">{t(`choose.${props.act}.title`, { number: row()?.number ?? 0 })}</h2>
        <p>{t(`choose.${props.act}.intro`, { name: name() })}</p>
        <div class={styles.find}>
          <input
            type="search"
            class="input"
            aria-label={words('find')}
            placeholder={words('find')}
            maxlength={200}
            autocomplete="off"
            dir="auto"
            onInput={(event) => typed(event.currentTarget.value)}
            onKeyDown={pressedInBox}
          />
        </div>
        <p class="sr" role="status">
          {found() && words.count('found', found()?.items.length ?? 0)}
        </p>
        <Show when={shown()} fallback={<p class="quiet">{t('choose.loading')}</p>}>
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
                  <Show when={found() ?? !next()}>
                    <li class="quiet">
                      {found() ? words('nothing', { q: asked() }) : t('choose.none', { name: name() })}
                    </li>
                  </Show>
                }
              >
                {(one) => (
                  <li>
                    <button type="button" class="ring-in" disabled={whyNot(one) !== null} onClick={() => choose(one)}>
                      <span class="clip" dir="auto">
                        {one.subject}
                      </span>
                      <small>
                        <span>
                          {one.number} · {statusOf(one)}
                          <Show when={whyNot(one)}>{(why) => <>, {why()}</>}</Show>
                        </span>
                        <Show when={one.createdAt}>
                          {(at) => <time datetime={new Date(at()).toISOString()}>{shortTime(at(), now())}</time>}
                        </Show>
                      </small>
                    </button>
                  </li>
                )}
              </For>
              <Show when={!found() && next()}>
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
