import { For, Show } from 'solid-js';
import type { User } from '../../../server/people/contract.ts';
import { FormProblem } from '../../shared/ui/account-fields.tsx';
import { api } from '../../shared/api.ts';
import { Field } from '../../shared/ui/fields.tsx';
import { createForm } from '../../shared/ui/form.ts';
import { useState } from '../../shared/state/session.ts';
import { useDesk } from '../desk.ts';
import { shared, t } from '../words.ts';
import { createPeopleList } from './people-list.ts';
import column from '../settings/column.module.css';
import styles from './people-page.module.css';

const STAFF_ROLES = ['agent', 'supervisor', 'admin'] as const;

export function PeoplePage() {
  const people = createPeopleList();
  return (
    <main id="talk" class={column.column}>
      <h2>{t('people.title')}</h2>
      <p>{t('people.intro')}</p>
      <ul class={styles.people}>
        <For each={people.staff()}>{(user) => <PersonRow user={user} changed={people.put} />}</For>
      </ul>
      <AddPerson added={people.put} />
    </main>
  );
}

function PersonRow(props: { user: User; changed: (user: User) => void }) {
  const state = useState();
  const desk = useDesk();
  const isMe = () => props.user.id === state.me.id;

  async function edit(change: Parameters<typeof api.editUser>[1], undo?: () => void) {
    const before = props.user;
    const user = await desk.attempt(() => api.editUser(before.id, change));
    // After a refusal the field shows the stored value again.
    props.changed(user ?? { ...before });
    if (user && undo) desk.say({ text: `${user.name}: ${t('people.inactive')}`, undo });
  }
  const setActive = (active: boolean) => void edit({ active }, active ? undefined : () => setActive(true));

  return (
    <li classList={{ [styles.inactive ?? '']: !props.user.active }}>
      <div class={styles.name}>
        <b dir="auto">{props.user.name}</b> <Show when={isMe()}>({t('people.you')})</Show>
        <span>{props.user.active ? props.user.email : t('people.inactive')}</span>
      </div>
      <select
        class="input"
        aria-label={`${t('people.role')}: ${props.user.name}`}
        disabled={!props.user.active}
        onChange={(event) => void edit({ role: event.currentTarget.value })}
      >
        <For each={STAFF_ROLES}>
          {(role) => (
            <option value={role} selected={role === props.user.role}>
              {t(`people.roles.${role}`)}
            </option>
          )}
        </For>
      </select>
      <input
        class="input"
        type="number"
        min="0"
        max="500"
        aria-label={`${t('people.capacity')}: ${props.user.name}`}
        title={t('people.capacity')}
        value={props.user.capacity}
        disabled={!props.user.active}
        onChange={(event) => void edit({ capacity: event.currentTarget.valueAsNumber })}
      />
      <button
        type="button"
        class={props.user.active ? 'btn danger' : 'btn'}
        disabled={isMe()}
        onClick={() => setActive(!props.user.active)}
      >
        {props.user.active ? t('people.deactivate') : t('people.activate')}
      </button>
    </li>
  );
}

function AddPerson(props: { added: (user: User) => void }) {
  const desk = useDesk();
  let form!: HTMLFormElement;
  const sending = createForm(
    ({ name = '', email = '', password = '', role = 'agent' }) => api.addUser({ name, email, password, role }),
    (user) => {
      props.added(user);
      form.reset();
      desk.say({ text: t('people.added', { name: user.name }) });
    },
  );

  return (
    <form ref={form} class={styles.add} onSubmit={(event) => void sending.submit(event)} novalidate>
      <h3>{t('people.add')}</h3>
      <Field label={shared('fields.name')} name="name" autocomplete="off" problem={sending.fields()['name']} />
      <Field
        label={shared('fields.email')}
        name="email"
        type="email"
        autocomplete="off"
        problem={sending.fields()['email']}
      />
      <Field
        label={shared('fields.password')}
        name="password"
        type="password"
        autocomplete="new-password"
        hint={shared('fields.passwordHint')}
        problem={sending.fields()['password']}
      />
      <fieldset>
        <legend class="label">{t('people.role')}</legend>
        <For each={STAFF_ROLES}>
          {(role) => (
            <label>
              {/* The default value, which a reset of the form restores. */}
              <input type="radio" name="role" value={role} ref={(box) => (box.defaultChecked = role === 'agent')} />
              <span>
                <b>{t(`people.roles.${role}`)}</b> {t(`people.rights.${role}`)}
              </span>
            </label>
          )}
        </For>
      </fieldset>
      <FormProblem form={sending} />
      <button type="submit" class="btn main" disabled={sending.busy()}>
        {t('people.add')}
      </button>
    </form>
  );
}
