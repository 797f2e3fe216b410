import Mail from 'lucide-solid/icons/mail';
import { Show } from 'solid-js';
import type { Invitation } from '../../../server/invitations/contract.ts';
import { useSession, useState } from '../../shared/state/session.ts';
import { momentWords, shortTime } from '../../shared/time.ts';
import { useDesk } from '../desk.ts';
import type { Asked } from './asked.ts';
import { peopleApi } from './people-api.ts';
import styles from './people-page.module.css';
import { RowMenu } from './row-menu.tsx';
import { roleName, t } from './words.ts';

export function InvitationRow(props: { invitation: Invitation; ask: (asked: Asked) => void; changed: () => void }) {
  const state = useState();
  const desk = useDesk();
  const { now } = useSession();
  const mayInvite = () => state.me.rights.people?.includes('create') ?? false;
  const works = () => props.invitation.expiresAt > now();

  async function renew() {
    const { id } = props.invitation;
    const made = await desk.attempt(() => peopleApi.renew(id));
    if (made) props.ask({ name: 'invited', made: [made] });
  }
  async function revoke() {
    const { id, email } = props.invitation;
    if ((await desk.attempt(async () => (await peopleApi.revoke(id), true))) === null) return;
    props.changed();
    desk.say({ text: t('revoked', { email }) });
  }

  return (
    <tr class={`${styles.person} ${styles.asked}`}>
      <th scope="row">
        <span class={styles.who}>
          <span class="face" aria-hidden="true">
            <Mail size={14} stroke-width={1.75} aria-hidden="true" />
          </span>
          <span class="clip">
            <b>{props.invitation.email}</b>
            <small class="clip">
              {t('by', { name: props.invitation.by.name, time: shortTime(props.invitation.createdAt, now()) })}
            </small>
          </span>
        </span>
      </th>
      <td data-head={t('role')}>{roleName(state, props.invitation.role)}</td>
      <td colspan="2">{works() ? t('until', { time: momentWords(props.invitation.expiresAt) }) : t('expired')}</td>
      <td>
        <Show when={mayInvite()}>
          <RowMenu name={props.invitation.email}>
            {(choose) => (
              <>
                <button type="button" onClick={choose(() => void renew())}>
                  {t('renew')}
                </button>
                <button type="button" onClick={choose(() => void revoke())}>
                  {t('revoke')}
                </button>
              </>
            )}
          </RowMenu>
        </Show>
      </td>
    </tr>
  );
}
