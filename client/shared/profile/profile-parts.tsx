import { createSignal, createUniqueId, For, type JSX, Show } from 'solid-js';
import { request } from '../request.ts';
import { useSession, useState } from '../state/session.ts';
import { FormProblem } from '../ui/account-fields.tsx';
import { Field } from '../ui/fields.tsx';
import { createForm } from '../ui/form.ts';
import { t as shared } from '../words.ts';
import { languageName, LANGUAGES } from './languages.ts';
import { PicturePart } from './picture-part.tsx';
import styles from './profile-parts.module.css';
import { t } from './words.ts';

interface Props {
  /** Says what was done. */
  said: (text: string) => void;
}

/** What a person says about themselves, at the desk and in the portal. */
export function ProfileParts(props: Props) {
  const state = useState();
  return (
    <>
      <PicturePart said={props.said} />
      <AboutPart said={props.said} />
      {/* Empty again after a change. */}
      <Show when={state.me.email} keyed>
        {(email) => <AddressPart email={email} said={props.said} />}
      </Show>
    </>
  );
}

function AboutPart(props: Props) {
  const session = useSession();
  const state = useState();
  const [zone, setZone] = createSignal<string>();
  const form = createForm(
    ({ name = '', locale = '', timeZone = '' }) => request('PATCH', '/me', { name, locale, timeZone }),
    (me) => {
      session.store.change((now) => ({ ...now, me: { ...now.me, ...me } }));
      props.said(t('saved'));
    },
  );
  const zones = () => [...new Set(['UTC', ...Intl.supportedValuesOf('timeZone'), state.me.timeZone])].toSorted();
  const languages = () =>
    [...new Set([...LANGUAGES, state.me.locale])].toSorted((a, b) => languageName(a).localeCompare(languageName(b)));
  const there = () =>
    new Intl.DateTimeFormat(undefined, {
      ...{ timeZone: zone() ?? state.me.timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
    }).format(session.now());

  return (
    <form class={styles.part} onSubmit={(event) => void form.submit(event)} novalidate aria-label={t('title')}>
      <Field
        label={shared('fields.name')}
        name="name"
        autocomplete="name"
        dir="auto"
        maxlength={80}
        required
        value={state.me.name}
        problem={form.fields()['name']}
      />
      <Choice label={t('locale')} name="locale" problem={form.fields()['locale']}>
        <For each={languages()}>
          {(tag) => (
            <option value={tag} selected={tag === state.me.locale}>
              {languageName(tag)}
            </option>
          )}
        </For>
      </Choice>
      <Choice
        label={t('zone')}
        name="timeZone"
        problem={form.fields()['timeZone']}
        hint={t('there', { time: there() })}
        onChange={setZone}
      >
        <For each={zones()}>
          {(one) => (
            <option value={one} selected={one === state.me.timeZone}>
              {one.replaceAll('_', ' ')}
            </option>
          )}
        </For>
      </Choice>
      <FormProblem form={form} />
      <button type="submit" class="btn main" disabled={form.busy()}>
        {shared('save')}
      </button>
    </form>
  );
}

interface ChoiceProps {
  label: string;
  name: string;
  problem: string | undefined;
  hint?: string;
  onChange?: (value: string) => void;
  children: JSX.Element;
}

function Choice(props: ChoiceProps) {
  const id = createUniqueId();
  return (
    <div class="field">
      <label for={id}>{props.label}</label>
      <select
        id={id}
        name={props.name}
        class="input"
        aria-describedby={props.problem || props.hint ? `${id}-note` : undefined}
        aria-invalid={props.problem ? 'true' : undefined}
        onChange={(event) => props.onChange?.(event.currentTarget.value)}
      >
        {props.children}
      </select>
      <Show when={props.problem ?? props.hint}>
        {(note) => (
          <p id={`${id}-note`} class={props.problem ? 'problem' : 'hint'}>
            {note()}
          </p>
        )}
      </Show>
    </div>
  );
}

function AddressPart(props: Props & { email: string }) {
  const session = useSession();
  const form = createForm(
    ({ email = '', password = '' }) => request('PATCH', '/me', { email, ...(password && { password }) }),
    (me) => {
      session.store.change((now) => ({ ...now, me: { ...now.me, ...me } }));
      props.said(t('address.saved', { email: me.email ?? '' }));
    },
  );
  return (
    <form class={styles.part} onSubmit={(event) => void form.submit(event)} novalidate aria-labelledby="address">
      <h3 id="address">{t('address.title')}</h3>
      <p>{t('address.intro', { email: props.email })}</p>
      <Field
        label={t('address.next')}
        name="email"
        inputmode="email"
        autocomplete="email"
        required
        problem={form.fields()['email']}
      />
      <Field
        label={t('address.password')}
        name="password"
        type="password"
        autocomplete="current-password"
        hint={t('address.hint')}
        problem={form.fields()['password']}
      />
      <FormProblem form={form} />
      <button type="submit" class="btn" disabled={form.busy()}>
        {t('address.go')}
      </button>
    </form>
  );
}
