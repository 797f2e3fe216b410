import { createEffect, createMemo, createSignal, on, onCleanup, Show } from 'solid-js';
import type { Whereabouts } from '../../../server/people/contract.ts';
import type { TicketRow } from '../../../server/tickets/contract.ts';
import { request } from '../../shared/request.ts';
import { later } from '../../shared/later.ts';
import { useSession, useState } from '../../shared/state/session.ts';
import { useDesk } from '../desk.ts';
import { t as deskWords } from '../words.ts';
import styles from './customer-panel.module.css';
import { languageWords, localTime } from './local-time.ts';
import { MailAddress } from './mail-address.tsx';
import { t } from './visitor-words.ts';

const PasswordLinkDialog = later(async () => (await import('../people/password-link-dialog.tsx')).PasswordLinkDialog);

/** The address of a customer with an account, and the local time by the time zone of their profile. */
export function WhereaboutsPart(props: { row: TicketRow; setPicture: (picture: string | null) => void }) {
  const { now, live } = useSession();
  const state = useState();
  const desk = useDesk();
  const mayMakeLink = () => state.me.rights.people?.includes('update') ?? false;
  const [asked, setAsked] = createSignal(false);
  const [found, setFound] = createSignal<(Whereabouts & { userId: string }) | null>(null);
  /** Another value each time that this customer changed something. */
  const news = createMemo<object | undefined>((before) => {
    const who = live.here.profile();
    return who?.userId === props.row.customer.id ? who : before;
  });
  createEffect(
    on([() => props.row.id, () => props.row.customer.id, news], ([id, userId]) => {
      let isAsked = true;
      onCleanup(() => (isAsked = false));
      request('GET', `/tickets/${id}/whereabouts`).then(
        (answer) => isAsked && setFound({ ...answer, userId }),
        () => isAsked && setFound(null),
      );
    }),
  );
  createEffect(() => {
    const now = found();
    // Not that of the customer before.
    props.setPicture(now?.userId === props.row.customer.id ? now.picture : null);
  });
  onCleanup(() => props.setPicture(null));
  // UTC means that the browser reported no zone.
  const time = () => {
    const { timeZone = 'UTC' } = found() ?? {};
    return timeZone === 'UTC' ? null : localTime(timeZone, now());
  };

  return (
    <Show when={found()}>
      {(where) => (
        <>
          <dl>
            <Show when={where().email}>
              {(email) => (
                <>
                  <dt>{t('address')}</dt>
                  <dd>
                    <MailAddress of={email()} />
                  </dd>
                </>
              )}
            </Show>
            <Show when={time()}>
              <dt>{t('localTime')}</dt>
              <dd>{time()}</dd>
              <dt>{t('language')}</dt>
              <dd>{languageWords(where().locale)}</dd>
            </Show>
          </dl>
          <Show when={where().email && mayMakeLink()}>
            <div class={styles.block}>
              <button type="button" class="btn bare" onClick={() => setAsked(true)}>
                {t('passwordLink')}
              </button>
            </div>
          </Show>
          <Show when={asked()}>
            <PasswordLinkDialog
              of={props.row.customer}
              close={() => setAsked(false)}
              missing={() => {
                setAsked(false);
                desk.say({ text: deskWords('notLoaded') });
              }}
            />
          </Show>
        </>
      )}
    </Show>
  );
}
