import { useParams } from '@solidjs/router';
import ArrowLeft from 'lucide-solid/icons/arrow-left';
import { createSignal, For, Match, onMount, Show, Switch } from 'solid-js';
import type { Customer } from '../../../server/customers/list-contract.ts';
import type { TicketRow } from '../../../server/tickets/contract.ts';
import { api } from '../../shared/api.ts';
import { ApiError, request } from '../../shared/request.ts';
import { useSession, useState } from '../../shared/state/session.ts';
import { momentWords, shortTime } from '../../shared/time.ts';
import { Link } from '../link.tsx';
import privacy from '../privacy/privacy.module.css';
import column from '../settings/column.module.css';
import part from '../settings/part.module.css';
import styles from '../sites/site-page.module.css';
import { AccountPart } from './account-part.tsx';
import { t } from './words.ts';

export function CustomerPage() {
  const params = useParams();
  return (
    <Show when={params['id']} keyed>
      {(id) => <Loaded id={id} />}
    </Show>
  );
}

function Loaded(props: { id: string }) {
  const [one, setOne] = createSignal<Customer>();
  const [failed, setFailed] = createSignal<'gone' | 'failed'>();
  const load = () =>
    request('GET', `/customers/${props.id}`).then(
      (found) => {
        setOne(found);
        setFailed(undefined);
      },
      (error: unknown) => void setFailed(error instanceof ApiError && error.status < 500 ? 'gone' : 'failed'),
    );
  onMount(() => void load());
  return (
    <main id="talk" class={column.column}>
      <p class={styles.up}>
        <Link href="/settings/customers">
          <ArrowLeft size={14} stroke-width={1.75} aria-hidden="true" />
          {t('back')}
        </Link>
      </p>
      <Switch>
        <Match when={failed()}>
          {(why) => (
            <p role="alert">
              {t(why())}{' '}
              <button type="button" class="btn" onClick={() => void load()}>
                {t('again')}
              </button>
            </p>
          )}
        </Match>
        <Match when={one()}>
          {(found) => (
            <>
              <Facts one={found()} />
              <Tickets of={found()} />
              <AccountPart one={found()} changed={() => void load()} />
            </>
          )}
        </Match>
      </Switch>
    </main>
  );
}

function Facts(props: { one: Customer }) {
  const { now } = useSession();
  const seen = () => (props.one.lastSeenAt === null ? t('never') : shortTime(props.one.lastSeenAt, now()));
  const facts = () =>
    [
      props.one.email ?? t(props.one.isVisitor ? 'visitor' : 'noAddress'),
      `${t('since')}: ${momentWords(props.one.createdAt)}`,
      `${t('seen')}: ${seen()}`,
      ...(props.one.active ? [] : [t('deactivated')]),
    ].join(' · ');
  return (
    <>
      <h2 dir="auto">{props.one.name}</h2>
      <p dir="auto">{facts()}</p>
    </>
  );
}

const SHOWN = 10;

function Tickets(props: { of: Customer }) {
  const { now } = useSession();
  const state = useState();
  const [rows, setRows] = createSignal<TicketRow[]>();
  const status = (row: TicketRow) =>
    state.lists.statuses.items.find((one) => one.code === row.status)?.name ?? row.status;
  onMount(() => {
    // The rest of the page is useful without them.
    void api.tickets({ customer: props.of.id, order: 'created', limit: SHOWN }).then(
      ({ items }) => setRows(items),
      () => {},
    );
  });
  return (
    <section class={part.part} aria-labelledby="tickets">
      <h3 id="tickets">{t('tickets')}</h3>
      <Show when={rows()}>
        {(all) => (
          <Show when={all().length > 0} fallback={<p class="quiet">{t('noTickets')}</p>}>
            <ul class={privacy.list}>
              <For each={all()}>
                {(row) => (
                  <li>
                    <span>
                      <Link href={`/all/${row.id}`}>
                        <span dir="auto">{row.subject}</span>
                      </Link>
                      <small>
                        {row.number} · {status(row)} · {shortTime(row.createdAt, now())}
                      </small>
                    </span>
                  </li>
                )}
              </For>
            </ul>
            <Link href={`/all?customer=${props.of.id}`}>{t('allTickets')}</Link>
          </Show>
        )}
      </Show>
    </section>
  );
}
