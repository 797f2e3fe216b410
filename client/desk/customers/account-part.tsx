import { createSignal, Match, Show, Switch } from 'solid-js';
import type { Customer } from '../../../server/customers/list-contract.ts';
import type { User } from '../../../server/people/contract.ts';
import { SessionList } from '../../shared/sign-in/session-list.tsx';
import { t as signIn } from '../../shared/sign-in/words.ts';
import { useState } from '../../shared/state/session.ts';
import { Dialog } from '../../shared/ui/dialog.tsx';
import { useDesk } from '../desk.ts';
import { EraseForm } from '../erasure/erase-form.tsx';
import { t as erasureWords } from '../erasure/words.ts';
import { PasswordLink } from '../people/password-link.tsx';
import { peopleApi } from '../people/people-api.ts';
import { ProfileForm } from '../people/profile-form.tsx';
import dialog from '../people/people-dialogs.module.css';
import { t as peopleWords } from '../people/words.ts';
import { PersonActs } from '../privacy/person-acts.tsx';
import part from '../settings/part.module.css';
import { t } from './words.ts';

interface Props {
  one: Customer;
  changed: () => void;
}

/** Where the customer is signed in, their way in, and their data, for those who may. */
export function AccountPart(props: Props) {
  const state = useState();
  const desk = useDesk();
  const [asked, setAsked] = createSignal<'password' | 'erase' | User | null>(null);
  const may = (action: 'update' | 'delete') => state.me.rights.people?.includes(action) ?? false;
  const close = () => setAsked(null);
  const profile = () => {
    const now = asked();
    return typeof now === 'object' ? now : null;
  };

  async function changeProfile() {
    const { id } = props.one;
    const user = await desk.attempt(() => peopleApi.one(id));
    if (user) setAsked(user);
  }
  async function setActive(active: boolean) {
    const { id, name } = props.one;
    const done = await desk.attempt(() => peopleApi.edit(id, { active }));
    if (!done) return;
    desk.say({ text: t(active ? 'isActivated' : 'isDeactivated', { name }) });
    props.changed();
  }

  return (
    <>
      <section class={part.part} aria-labelledby="sessions">
        <h3 id="sessions">{signIn('sessions.of', { name: props.one.name })}</h3>
        <SessionList
          load={() => peopleApi.sessions(props.one.id)}
          end={(sessionId) => peopleApi.endSession(props.one.id, sessionId)}
        />
      </section>
      <Show when={may('update')}>
        <section class={part.part} aria-labelledby="account">
          <h3 id="account">{t('account')}</h3>
          <Show when={props.one.active}>
            <p>{t('deactivateHint')}</p>
          </Show>
          <div class={part.row}>
            <button type="button" class="btn" onClick={() => void changeProfile()}>
              {peopleWords('profile.open')}
            </button>
            <Show when={!props.one.isVisitor && props.one.active}>
              <button type="button" class="btn" onClick={() => setAsked('password')}>
                {peopleWords('password.open')}
              </button>
            </Show>
            <button type="button" class="btn" onClick={() => void setActive(!props.one.active)}>
              {t(props.one.active ? 'deactivate' : 'activate')}
            </button>
          </div>
        </section>
      </Show>
      <section class={`${part.part} ${part.last}`} aria-labelledby="data">
        <h3 id="data">{t('data')}</h3>
        <div class={part.row}>
          <PersonActs person={props.one} proves />
          <Show when={may('delete')}>
            <button type="button" class="btn bare" onClick={() => setAsked('erase')}>
              {erasureWords('open')}
            </button>
          </Show>
        </div>
      </section>
      <Show when={asked()} keyed>
        {(now) => (
          <Dialog labelledby="people-dialog" class={dialog.dialog} close={close}>
            <Switch>
              <Match when={profile()}>
                {(user) => <ProfileForm user={user()} changed={() => props.changed()} close={close} />}
              </Match>
              <Match when={now === 'password'}>
                <PasswordLink of={props.one} close={close} />
              </Match>
              <Match when={now === 'erase'}>
                <EraseForm
                  of={props.one}
                  close={close}
                  done={() => {
                    close();
                    props.changed();
                  }}
                />
              </Match>
            </Switch>
          </Dialog>
        )}
      </Show>
    </>
  );
}
