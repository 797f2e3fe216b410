import { For, Match, Show, Switch } from 'solid-js';
import type { User } from '../../../server/people/contract.ts';
import { SessionList } from '../../shared/sign-in/session-list.tsx';
import { t as signIn } from '../../shared/sign-in/words.ts';
import { FormProblem } from '../../shared/ui/account-fields.tsx';
import { Dialog } from '../../shared/ui/dialog.tsx';
import { Field } from '../../shared/ui/fields.tsx';
import { createForm } from '../../shared/ui/form.ts';
import { useState } from '../../shared/state/session.ts';
import { momentWords } from '../../shared/time.ts';
import { useDesk } from '../desk.ts';
import { EraseForm } from '../erasure/erase-form.tsx';
import { CopyText } from '../sites/copy-text.tsx';
import { shared } from '../words.ts';
import type { Asked, Made } from './asked.ts';
import { IdentityOf } from './identity-of.tsx';
import { InviteForm } from './invite-form.tsx';
import { PasswordLink } from './password-link.tsx';
import { peopleApi } from './people-api.ts';
import styles from './people-dialogs.module.css';
import { ProfileForm } from './profile-form.tsx';
import { RoleField } from './role-field.tsx';
import { t } from './words.ts';

interface Props {
  asked: Asked;
  ask: (asked: Asked) => void;
  close: () => void;
  changed: (user: User) => void;
  reload: () => void;
}

export function PeopleDialogs(props: Props) {
  const person = (name: Asked['name']) =>
    props.asked.name === name && 'user' in props.asked ? props.asked.user : undefined;
  const made = () => props.asked.name === 'invited' && props.asked.made;
  return (
    <Dialog labelledby="people-dialog" class={styles.dialog} close={() => props.close()}>
      <Switch>
        <Match when={props.asked.name === 'invite'}>
          <InviteForm done={(all) => props.ask({ name: 'invited', made: all })} close={() => props.close()} />
        </Match>
        <Match when={made()}>{(all) => <Links all={all()} close={() => props.close()} />}</Match>
        <Match when={person('profile')}>{(user) => <ProfileForm {...props} user={user()} />}</Match>
        <Match when={person('change')}>{(user) => <Change {...props} user={user()} />}</Match>
        <Match when={person('password')}>{(user) => <PasswordLink of={user()} close={() => props.close()} />}</Match>
        <Match when={person('sessions')}>{(user) => <Sessions user={user()} close={() => props.close()} />}</Match>
        <Match when={person('erase')}>
          {(user) => (
            <EraseForm
              of={user()}
              close={() => props.close()}
              done={() => {
                props.reload();
                props.close();
              }}
            />
          )}
        </Match>
        <Match when={person('deactivate')}>{(user) => <Deactivate {...props} user={user()} />}</Match>
      </Switch>
    </Dialog>
  );
}

function Links(props: { all: Made[]; close: () => void }) {
  const until = () => momentWords(Math.min(...props.all.map(({ expiresAt }) => expiresAt)));
  return (
    <div class={styles.parts}>
      <h2 id="people-dialog">{t.count('invite.made', props.all.length)}</h2>
      <p>{t('invite.give', { time: until() })}</p>
      <For each={props.all}>
        {({ email, link }) => <CopyText label={t('invite.link', { email })} text={link} wraps />}
      </For>
      <p class={styles.do}>
        <button type="button" class="btn main" onClick={() => props.close()}>
          {t('invite.done')}
        </button>
      </p>
    </div>
  );
}

function Sessions(props: { user: User; close: () => void }) {
  return (
    <div class={styles.parts}>
      <h2 id="people-dialog">{signIn('sessions.of', { name: props.user.name })}</h2>
      <SessionList
        load={() => peopleApi.sessions(props.user.id)}
        end={(sessionId) => peopleApi.endSession(props.user.id, sessionId)}
      />
      <IdentityOf user={props.user} />
      <p class={styles.do}>
        <button type="button" class="btn main" onClick={() => props.close()}>
          {t('invite.done')}
        </button>
      </p>
    </div>
  );
}

function Change(props: Props & { user: User }) {
  const state = useState();
  const desk = useDesk();
  const mayGive = () => state.me.rights.roles?.includes('update') ?? false;
  const form = createForm(
    ({ role = props.user.role, capacity = '' }) =>
      peopleApi.edit(props.user.id, { ...(role !== props.user.role && { role }), capacity: Number(capacity) }),
    (user) => {
      props.changed(user);
      props.close();
      desk.say({ text: t('change.done', { name: user.name }) });
    },
  );
  return (
    <form class={styles.parts} onSubmit={(event) => void form.submit(event)} novalidate>
      <h2 id="people-dialog">{t('change.title', { name: props.user.name })}</h2>
      <Show when={mayGive()}>
        <RoleField value={props.user.role} problem={form.fields()['role']} note={t('change.rolesNote')} />
      </Show>
      <Field
        label={t('change.capacity')}
        name="capacity"
        type="number"
        required
        value={String(props.user.capacity)}
        hint={t('change.hint')}
        problem={form.fields()['capacity']}
      />
      <FormProblem form={form} />
      <p class={styles.do}>
        <button type="button" class="btn bare" onClick={() => props.close()}>
          {shared('cancel')}
        </button>
        <button type="submit" class="btn main" disabled={form.busy()}>
          {shared('save')}
        </button>
      </p>
    </form>
  );
}

function Deactivate(props: Props & { user: User }) {
  const desk = useDesk();
  async function setActive(id: string, active: boolean) {
    const user = await desk.attempt(() => peopleApi.edit(id, { active }));
    if (!user) return;
    props.changed(user);
    const { name } = user;
    if (active) desk.say({ text: t('activated', { name }) });
    else desk.say({ text: t('deactivate.done', { name }), undo: () => setActive(id, true) });
  }
  return (
    <div class={styles.parts}>
      <h2 id="people-dialog">{t('deactivate.title', { name: props.user.name })}</h2>
      <p>
        {t('deactivate.intro')}
        <Show when={props.user.activeTickets > 0}> {t.count('deactivate.tickets', props.user.activeTickets)}</Show>
      </p>
      <p class={styles.do}>
        <button type="button" class="btn bare" onClick={() => props.close()}>
          {shared('cancel')}
        </button>
        <button
          type="button"
          class="btn danger"
          onClick={() => {
            props.close();
            void setActive(props.user.id, false);
          }}
        >
          {t('deactivate.go', { name: props.user.name })}
        </button>
      </p>
    </div>
  );
}
