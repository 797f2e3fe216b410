import { createSignal, For, onMount, Show } from 'solid-js';
import type { Customer } from '../../../server/customers/list-contract.ts';
import type { TicketRow } from '../../../server/tickets/contract.ts';
import { api } from '../../shared/api.ts';
import { request } from '../../shared/request.ts';
import { useSession, useState } from '../../shared/state/session.ts';
import { momentWords, shortTime } from '../../shared/time.ts';
import { Link } from '../link.tsx';
import privacy from '../privacy/privacy.module.css';
import { createLoaded } from '../settings/loaded.ts';
import { ById, OnePage } from '../settings/one-page.tsx';
import part from '../settings/part.module.css';
import { AccountPart } from './account-part.tsx';
import { t } from './words.ts';

export const CustomerPage = () => <ById>{(id) => <Loaded id={id} />}</ById>;

function Loaded(props: { id: string }) {
  const one = createLoaded<Customer>(() => request('GET', `/customers/${props.id}`));
  onMount(one.load);
  return (
    <OnePage up="/settings/customers" words={t} loaded={one}>
      {(found) => (
        <>
          <Facts one={found()} />
          <Tickets of={found()} />
          <AccountPart one={found()} changed={one.load} />
        </>
      )}
    </OnePage>
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
