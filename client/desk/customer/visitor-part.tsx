import { createEffect, createSignal, For, type JSX, on, onCleanup, Show } from 'solid-js';
import { deviceWords } from '../../../server/devices/contract.ts';
import type { TicketRow } from '../../../server/tickets/contract.ts';
import type { Visitor } from '../../../server/widget/contract.ts';
import { request } from '../../shared/request.ts';
import { useSession } from '../../shared/state/session.ts';
import { fullTime, shortTime } from '../../shared/time.ts';
import styles from './customer-panel.module.css';
import { languageWords, localTime } from './local-time.ts';
import { MailAddress } from './mail-address.tsx';
import { t } from './visitor-words.ts';

/** The visitor behind a widget ticket, live. Only an identity signed by the site is verified. */
export function VisitorPart(props: { row: TicketRow }) {
  const { live } = useSession();
  const [loaded, setLoaded] = createSignal<Visitor | null>(null);
  const visitor = () => live.here.visitor(props.row.customer.id) ?? loaded();

  createEffect(
    on([() => props.row.id, () => props.row.customer.id, live.connection], ([id, _customer, connection]) => {
      // Changes during a lost connection were not sent, so it is loaded again.
      if (connection !== 'live') return;
      let isAsked = true;
      onCleanup(() => (isAsked = false));
      request('GET', `/tickets/${id}/visitor`).then(
        (found) => {
          if (!isAsked) return;
          setLoaded(found);
          if (found) live.here.visits(found);
        },
        // The panel is useful without it.
        () => {},
      );
    }),
  );

  return (
    <Show when={visitor()?.userId === props.row.customer.id && visitor()}>
      {(who) => (
        <>
          <Presence visitor={who()} />
          <Who visitor={who()} />
          <Visit visitor={who()} />
          <Show when={Object.keys(who().fields).length > 0}>
            <p class={styles.fields}>{t('fields')}</p>
            <dl>
              <For each={Object.entries(who().fields)}>
                {([name, value]) => (
                  <Detail name={name}>
                    <span dir="auto">{typeof value === 'boolean' ? t(value ? 'yes' : 'no') : String(value)}</span>
                  </Detail>
                )}
              </For>
            </dl>
          </Show>
        </>
      )}
    </Show>
  );
}

const Detail = (props: { name: string; children: JSX.Element }) => (
  <>
    <dt>{props.name}</dt>
    <dd>{props.children}</dd>
  </>
);

function Presence(props: { visitor: Visitor }) {
  const { now } = useSession();
  return (
    <p class={styles.presence} title={fullTime(props.visitor.seenAt)}>
      <span class="here" classList={{ away: !props.visitor.here }} aria-hidden="true" />
      {props.visitor.here ? t('here') : t('lastHere', { time: shortTime(props.visitor.seenAt, now()) })}
    </p>
  );
}

function Visit(props: { visitor: Visitor }) {
  const { now } = useSession();
  return (
    <dl>
      <Show when={props.visitor.page}>
        {(page) => (
          <Detail name={t('page')}>
            <PageLink address={page()} title={props.visitor.pageTitle} />
          </Detail>
        )}
      </Show>
      <Show when={props.visitor.referrer}>
        {(from) => (
          <Detail name={t('from')}>
            <PageLink address={from()} title={null} />
          </Detail>
        )}
      </Show>
      <Show when={props.visitor.timeZone && localTime(props.visitor.timeZone, now())}>
        {(time) => <Detail name={t('localTime')}>{time()}</Detail>}
      </Show>
      <Show when={props.visitor.language}>{(tag) => <Detail name={t('language')}>{languageWords(tag())}</Detail>}</Show>
      <Show when={props.visitor.device && deviceWords(props.visitor.device)}>
        {(device) => <Detail name={t('device')}>{device()}</Detail>}
      </Show>
    </dl>
  );
}

function Who(props: { visitor: Visitor }) {
  const site = () => props.visitor.site?.name ?? t('aSite');
  return (
    <dl>
      <Show when={props.visitor.email}>
        {(email) => (
          <Detail name={t('address')}>
            <MailAddress of={email()} />
            <br />
            <span class="quiet">{t('notProved')}</span>
          </Detail>
        )}
      </Show>
      <Detail name={t('who')}>
        <Show when={props.visitor.externalId} fallback={t('notVerified')}>
          {(id) => (
            <>
              <b>{t('verified', { site: site() })}</b>, {t('verifiedAs', { id: id() })}
            </>
          )}
        </Show>
      </Detail>
    </dl>
  );
}

/** The link of a page: its title, or its path. A title can claim anything, so the address stands beside it. */
function PageLink(props: { address: string; title: string | null }) {
  const url = () => {
    const parsed = URL.parse(props.address);
    return parsed && /^https?:$/u.test(parsed.protocol) ? parsed : null;
  };
  const words = () => {
    const at = url();
    return props.title ?? (at ? `${at.host}${at.pathname === '/' ? '' : at.pathname}` : props.address);
  };
  return (
    <Show when={url()} fallback={<span>{words()}</span>}>
      {(at) => (
        <>
          <a href={at().href} title={at().href} target="_blank" rel="noopener noreferrer nofollow" dir="auto">
            {words()}
          </a>
          <Show when={props.title}>
            {' '}
            <span class="quiet">{at().host}</span>
          </Show>
        </>
      )}
    </Show>
  );
}
