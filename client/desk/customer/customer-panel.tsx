import X from 'lucide-solid/icons/x';
import { createEffect, createSignal, For, on, Show } from 'solid-js';
import { ERASED_NAME } from '../../../server/erasure/contract.ts';
import type { TicketRow } from '../../../server/tickets/contract.ts';
import { api } from '../../shared/api.ts';
import { Face } from '../../shared/ui/face.tsx';
import { createPainted, later } from '../../shared/later.ts';
import { useSession, useState } from '../../shared/state/session.ts';
import { fullTime, momentWords, shortTime } from '../../shared/time.ts';
import { Link } from '../link.tsx';
import { shared, t as deskWords } from '../words.ts';
import { t } from '../conversation/words.ts';
import { useActions } from '../conversation/actions.ts';
import { isActive } from '../queue/views.ts';
import { MoreButton } from '../related/more-menu.tsx';
import styles from './customer-panel.module.css';
import { PromisesPart } from './promises-part.tsx';
import { TicketFacts } from './ticket-facts.tsx';
import { TicketTags } from './ticket-tags.tsx';

const Linked = later(async () => (await import('../related/linked.tsx')).Linked);
const VisitorPart = later(async () => (await import('./visitor-part.tsx')).VisitorPart);
const BlockPart = later(async () => (await import('./block-part.tsx')).BlockPart);
const ErasePart = later(async () => (await import('./erase-part.tsx')).ErasePart);
const WhereaboutsPart = later(async () => (await import('./whereabouts-part.tsx')).WhereaboutsPart);
const RatingPart = later(async () => (await import('./rating-part.tsx')).RatingPart);

interface Props {
  row: TicketRow;
  /** The tickets that continue this one after it was closed. */
  continuedIn: { id: string; number: number }[];
  ref: (element: HTMLElement) => void;
}

/** The customer, then the ticket; a drawer on narrow screens. */
export function CustomerPanel(props: Props) {
  const isPainted = createPainted();
  const [picture, setPicture] = createSignal<string | null>(null);
  return (
    <aside ref={(element) => props.ref(element)} class={styles.side} popover="auto" aria-label={t('customer.label')}>
      <div class={styles.who}>
        <Face of={{ name: props.row.customer.name, picture: picture() }} />
        <h2 dir="auto">{props.row.customer.name}</h2>
        <button
          type="button"
          class={`btn bare icon ${styles.close}`}
          aria-label={shared('close')}
          onClick={(event) => event.currentTarget.closest('aside')?.hidePopover()}
        >
          <X size={16} stroke-width={1.75} aria-hidden="true" />
        </button>
      </div>
      {/* The rest and its requests follow one frame later. */}
      <Show when={isPainted()}>
        <About row={props.row} continuedIn={props.continuedIn} setPicture={setPicture} />
      </Show>
    </aside>
  );
}

function About(props: Omit<Props, 'ref'> & { setPicture: (picture: string | null) => void }) {
  const actions = useActions();
  const locked = () => !actions.mayChange(props.row) || props.row.mergedInto !== null;
  const why = () => actions.whyNot(props.row);
  const state = useState();
  const isVisitor = () => props.row.channel === 'widget';
  const isErased = () => props.row.customer.name === ERASED_NAME;
  const mayErase = () => state.me.rights.people?.includes('delete') ?? false;

  return (
    <>
      {/* Of a deleted person nothing is left to show. */}
      <Show when={!isErased()}>
        <Show when={isVisitor()} fallback={<WhereaboutsPart row={props.row} setPicture={props.setPicture} />}>
          <VisitorPart row={props.row} />
        </Show>
      </Show>
      <section>
        <h3>
          {t('customer.ticket')}
          <MoreButton class={styles.more} />
        </h3>
        <TicketFacts row={props.row} locked={locked()} why={why()} />
        <Origin row={props.row} continuedIn={props.continuedIn} />
      </section>
      <PromisesPart row={props.row} />
      <section>
        <h3>{t('tags.title')}</h3>
        <TicketTags row={props.row} disabled={!actions.mayChange(props.row)} why={why()} />
      </section>
      <Show when={props.row.rating}>
        <RatingPart row={props.row} />
      </Show>
      <Linked row={props.row} locked={locked()} />
      <OtherTickets row={props.row} />
      <Show when={isVisitor() && !isErased()}>
        <BlockPart row={props.row} />
      </Show>
      <Show when={mayErase() && !isErased()}>
        <ErasePart row={props.row} />
      </Show>
    </>
  );
}

/** The end of its snooze, and the facts of a ticket that never change. */
function Origin(props: Omit<Props, 'ref'>) {
  const { now } = useSession();
  return (
    <dl>
      <Show when={isActive(props.row) && props.row.snoozedUntil}>
        {(until) => (
          <>
            <dt>{t('customer.snoozed')}</dt>
            <dd title={fullTime(until())}>{t('customer.until', { time: momentWords(until()) })}</dd>
          </>
        )}
      </Show>
      <dt>{t('customer.number')}</dt>
      <dd>{props.row.number}</dd>
      <dt>{t('customer.channel')}</dt>
      <dd>{deskWords(`channels.${props.row.channel}`)}</dd>
      <dt>{t('customer.opened')}</dt>
      <dd title={fullTime(props.row.createdAt)}>
        {shortTime(props.row.createdAt, now())}
        <Show when={props.row.creator.kind === 'staff'}>
          {' '}
          <span dir="auto">{t('customer.openedBy', { name: props.row.creator.name })}</span>
        </Show>
      </dd>
      <Show when={props.row.linkedTo}>
        {(id) => (
          <>
            <dt>{t('customer.continues')}</dt>
            <dd>
              <TicketNumber id={id()} number={props.row.linkedNumber} />
            </dd>
          </>
        )}
      </Show>
      <For each={props.continuedIn}>
        {(one) => (
          <>
            <dt>{t('customer.continuedIn')}</dt>
            <dd>
              <TicketNumber id={one.id} number={one.number} />
            </dd>
          </>
        )}
      </For>
    </dl>
  );
}

const OTHERS_SHOWN = 5;

function OtherTickets(props: { row: TicketRow }) {
  const { now, live } = useSession();
  const state = useState();
  const [others, setOthers] = createSignal<TicketRow[] | null>(null);
  const status = (row: TicketRow) =>
    state.lists.statuses.items.find((one) => one.code === row.status)?.name ?? row.status;

  createEffect(
    on(
      () => [props.row.customer.id, live.connection() === 'live'] as const,
      ([customer], before) => {
        if (others() && before?.[0] === customer) return;
        const { id } = props.row;
        // The panel is useful without other tickets; they load with the connection.
        api.tickets({ customer, order: 'created', limit: OTHERS_SHOWN + 2 }).then(
          ({ items }) => setOthers(items.filter((row) => row.id !== id)),
          () => {},
        );
      },
    ),
  );

  return (
    <section>
      <h3>
        {t('customer.earlier')}
        <Show when={(others()?.length ?? 0) > 0}>
          <Link href={`/all?customer=${props.row.customer.id}`} aria-label={t('customer.allEarlier')}>
            {t('customer.all')}
          </Link>
        </Show>
      </h3>
      <Show when={others()?.length !== 0} fallback={<p class="quiet">{t('customer.noEarlier')}</p>}>
        <ul class={styles.others}>
          <For each={others()?.slice(0, OTHERS_SHOWN)}>
            {(row) => (
              <li>
                <Link href={`/all/${row.id}`}>
                  <span class="clip" dir="auto">
                    {row.subject}
                  </span>
                  <small>
                    <span>{status(row)}</span>
                    <time datetime={new Date(row.createdAt).toISOString()}>{shortTime(row.createdAt, now())}</time>
                  </small>
                </Link>
              </li>
            )}
          </For>
        </ul>
        <Show when={(others()?.length ?? 0) > OTHERS_SHOWN}>
          <p class="quiet">{t('customer.newest', { n: OTHERS_SHOWN })}</p>
        </Show>
      </Show>
    </section>
  );
}

/** No link when that ticket was deleted. */
const TicketNumber = (props: { id: string; number: number | null }) => (
  <Show when={props.number} fallback={deskWords('ticket.none')}>
    {(number) => <Link href={`/all/${props.id}`}>{t('customer.ticketNumber', { number: number() })}</Link>}
  </Show>
);
