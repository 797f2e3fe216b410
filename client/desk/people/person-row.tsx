import { Match, Show, Switch } from 'solid-js';
import type { User } from '../../../server/people/contract.ts';
import { useSession, useState } from '../../shared/state/session.ts';
import { fullTime, shortTime } from '../../shared/time.ts';
import { Face } from '../../shared/ui/face.tsx';
import { useLoad } from '../colleagues/load.ts';
import { useDesk } from '../desk.ts';
import { t as erasureWords } from '../erasure/words.ts';
import { Link } from '../link.tsx';
import type { Asked } from './asked.ts';
import { peopleApi } from './people-api.ts';
import styles from './people-page.module.css';
import { RowMenu } from './row-menu.tsx';
import { roleName, t } from './words.ts';

/** From this share of their limit on the load is warm. */
const WARM_FROM = 0.8;

interface Props {
  user: User;
  changed: (user: User) => void;
  ask: (asked: Asked) => void;
}

export function PersonRow(props: Props) {
  const state = useState();
  const isMe = () => props.user.id === state.me.id;
  return (
    <tr class={styles.person} classList={{ [styles.inactive ?? '']: !props.user.active }}>
      <th scope="row">
        <span class={styles.who}>
          <Face of={props.user} />
          <span class="clip">
            <b dir="auto">{props.user.name}</b> <Show when={isMe()}>{t('you')}</Show>
            <small class="clip">{props.user.email}</small>
          </span>
        </span>
      </th>
      <td data-head={t('role')}>{roleName(state, props.user.role)}</td>
      <td data-head={t('load')}>
        <Load user={props.user} />
      </td>
      <td data-head={t('seen')}>
        <Seen user={props.user} isMe={isMe()} />
      </td>
      <td>
        <Actions {...props} isMe={isMe()} />
      </td>
    </tr>
  );
}

function Load(props: { user: User }) {
  const load = useLoad();
  const active = () => load(props.user).n;
  const share = () => active() / Math.max(1, props.user.capacity);
  return (
    <span class={styles.load} classList={{ warm: share() >= WARM_FROM && active() > 0 }}>
      {t('of', { n: active(), capacity: props.user.capacity })}
      <i aria-hidden="true">
        <b style={{ 'inline-size': `${Math.min(100, Math.round(share() * 100))}%` }} />
      </i>
    </span>
  );
}

function Seen(props: { user: User; isMe: boolean }) {
  const { live, now } = useSession();
  const isHere = () => props.isMe || (live.here.colleague(props.user.id)?.here ?? false);
  return (
    <Switch fallback={<span class="quiet">{t('never')}</span>}>
      <Match when={!props.user.active}>
        <span class="quiet">{t('inactive')}</span>
      </Match>
      <Match when={isHere()}>
        <span class={styles.seen}>
          <span class="here" aria-hidden="true" />
          {t('here')}
        </span>
      </Match>
      <Match when={props.user.lastSeenAt}>
        {(at) => (
          <time datetime={new Date(at()).toISOString()} title={fullTime(at())}>
            {shortTime(at(), now())}
          </time>
        )}
      </Match>
    </Switch>
  );
}

function Actions(props: Props & { isMe: boolean }) {
  const state = useState();
  const desk = useDesk();
  const mayUpdate = () => state.me.rights.people?.includes('update') ?? false;
  const mayErase = () => state.me.rights.people?.includes('delete') ?? false;

  async function signOut() {
    const { id, name } = props.user;
    const done = await desk.attempt(async () => (await peopleApi.signOut(id), true));
    if (done) desk.say({ text: t('signedOut', { name }) });
  }
  async function resetSecondStep() {
    const { id, name } = props.user;
    const done = await desk.attempt(async () => (await peopleApi.resetSecondStep(id), true));
    if (done) desk.say({ text: t('secondStepReset', { name }) });
  }
  async function activate() {
    const { id } = props.user;
    const user = await desk.attempt(() => peopleApi.edit(id, { active: true }));
    if (!user) return;
    props.changed(user);
    desk.say({ text: t('activated', { name: user.name }) });
  }

  return (
    <Show when={mayUpdate()}>
      <RowMenu name={props.user.name}>
        {(choose) => (
          <Show
            when={props.user.active}
            fallback={
              <>
                <button type="button" onClick={choose(() => void activate())}>
                  {t('activate')}
                </button>
                <Show when={mayErase()}>
                  <button type="button" onClick={choose(() => props.ask({ name: 'erase', user: props.user }))}>
                    {erasureWords('open')}
                  </button>
                </Show>
              </>
            }
          >
            <Show when={!props.isMe} fallback={<Link href="/settings/profile">{t('profile.own')}</Link>}>
              <button type="button" onClick={choose(() => props.ask({ name: 'profile', user: props.user }))}>
                {t('profile.open')}
              </button>
            </Show>
            <button type="button" onClick={choose(() => props.ask({ name: 'change', user: props.user }))}>
              {t('change.open')}
            </button>
            <Show when={state.me.rights.roles?.includes('view')}>
              <Link href={`/settings/people/${props.user.id}`}>{t('rightsOf')}</Link>
            </Show>
            <Show when={!props.isMe}>
              <button type="button" onClick={choose(() => props.ask({ name: 'password', user: props.user }))}>
                {t('password.open')}
              </button>
              <button type="button" onClick={choose(() => props.ask({ name: 'sessions', user: props.user }))}>
                {t('sessions')}
              </button>
              <button type="button" onClick={choose(() => void signOut())}>
                {t('signOut')}
              </button>
              <button type="button" onClick={choose(() => void resetSecondStep())}>
                {t('resetSecondStep')}
              </button>
              <button type="button" onClick={choose(() => props.ask({ name: 'deactivate', user: props.user }))}>
                {t('deactivate.open')}
              </button>
              <Show when={mayErase()}>
                <button type="button" onClick={choose(() => props.ask({ name: 'erase', user: props.user }))}>
                  {erasureWords('open')}
                </button>
              </Show>
            </Show>
          </Show>
        )}
      </RowMenu>
    </Show>
  );
}
