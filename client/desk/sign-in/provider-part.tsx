import { createSignal, For, Show, untrack } from 'solid-js';
import type { ProviderSettings } from '../../../server/oidc/contract.ts';
import { request } from '../../shared/request.ts';
import { useState } from '../../shared/state/session.ts';
import { FormProblem } from '../../shared/ui/account-fields.tsx';
import { showIn } from '../../shared/ui/box.ts';
import { Field } from '../../shared/ui/fields.tsx';
import { createForm } from '../../shared/ui/form.ts';
import { useDesk } from '../desk.ts';
import { roleName } from '../people/words.ts';
import { CopyText } from '../sites/copy-text.tsx';
import { t } from './provider-words.ts';
import styles from './sign-in-page.module.css';

interface Line {
  group: string;
  role: string;
}

/** The OpenID provider of the team, and the roles that follow from its groups. */
export function ProviderPart(props: { settings: ProviderSettings; put: (now: ProviderSettings) => void }) {
  const desk = useDesk();
  const state = useState();
  const roles = () => state.lists.roles.items.filter(({ kind }) => kind === 'staff');
  // What somebody types is theirs until they save.
  const first = untrack(() => props.settings.provider);
  const [isOn, setIsOn] = createSignal(first?.isOn ?? false);
  const [creates, setCreates] = createSignal(first?.createsAccounts ?? false);
  const [isPublic, setIsPublic] = createSignal(first !== null && !first.hasSecret);
  const [lines, setLines] = createSignal<Line[]>(first?.roles ?? []);
  const [otherwise, setOtherwise] = createSignal<string | null>(first?.otherwise ?? null);
  const [ceiling, setCeiling] = createSignal(first?.ceiling ?? 'agent');
  const hasSecret = () => props.settings.provider?.hasSecret === true;

  const form = createForm(
    ({ issuer = '', label = '', clientId = '', secret = '', scopes = '', groupClaim = '' }) =>
      request('PUT', '/sign-in/provider', {
        ...{ isOn: isOn(), issuer, label, clientId, createsAccounts: creates() },
        ...(isPublic() ? { clientSecret: null } : secret !== '' && { clientSecret: secret }),
        scopes: scopes.split(/\s+/u).filter(Boolean),
        ...{ groupClaim, ceiling: ceiling(), roles: lines(), otherwise: otherwise() },
      }),
    (now) => {
      props.put(now);
      desk.say({ text: t('saved') });
    },
  );
  const edit = (at: number, change: Partial<Line>) =>
    setLines((all) => all.map((line, n) => (n === at ? { ...line, ...change } : line)));
  const problemOf = (at: number) => form.fields()[`roles.${at}.role`] ?? form.fields()[`roles.${at}.group`];

  return (
    <form class={styles.form} onSubmit={(event) => void form.submit(event)} novalidate>
      <div class={styles.pair}>
        <Exact
          label={t('issuer')}
          name="issuer"
          inputmode="url"
          value={first?.issuer ?? ''}
          required
          hint={t('issuerHint')}
        />
        <Field
          label={t('label')}
          name="label"
          maxlength={40}
          autocomplete="off"
          required
          value={first?.label ?? ''}
          problem={form.fields()['label']}
        />
        <Exact label={t('clientId')} name="clientId" value={first?.clientId ?? ''} required />
        <Show when={!isPublic()}>
          <Field
            label={t('secret')}
            name="secret"
            type="password"
            autocomplete="off"
            dir="ltr"
            hint={hasSecret() ? t('secretKept') : ''}
            problem={form.fields()['clientSecret']}
          />
        </Show>
      </div>
      <Check label={t('noSecret')} checked={isPublic()} set={setIsPublic} />
      <Exact label={t('scopes')} name="scopes" value={(first?.scopes ?? ['openid', 'profile', 'email']).join(' ')} />
      <CopyText label={t('callback')} text={props.settings.callbackUrl} wraps />
      <CopyText label={t('logout')} text={props.settings.logoutUrl} wraps />

      <h4>{t('groups.title')}</h4>
      <p>{t('groups.intro')}</p>
      <div class={styles.pair}>
        <Exact label={t('groups.claim')} name="groupClaim" value={first?.groupClaim ?? 'groups'} required />
        <div class="field">
          <label for="ceiling">{t('groups.ceiling')}</label>
          <RoleSelect id="ceiling" value={ceiling()} set={(role) => setCeiling(role ?? ceiling())} />
          <Show when={form.fields()['ceiling']}>{(problem) => <p class="problem">{problem()}</p>}</Show>
        </div>
      </div>
      <ol class={styles.lines}>
        <For each={lines().map((_line, at) => at)}>
          {(at) => (
            <li>
              <span>{t('groups.is')}</span>
              <input
                class="input"
                dir="auto"
                maxlength={200}
                aria-label={t('groups.who', { n: at + 1 })}
                ref={(input) => showIn(input, () => lines()[at]?.group ?? '')}
                onInput={(event) => edit(at, { group: event.currentTarget.value })}
              />
              <span>{t('groups.becomes')}</span>
              <RoleSelect
                label={t('groups.role', { n: at + 1 })}
                value={lines()[at]?.role ?? ''}
                set={(role) => edit(at, { role: role ?? '' })}
              />
              <button
                type="button"
                class="btn bare"
                aria-label={t('groups.removeOf', { n: at + 1 })}
                onClick={() => setLines((all) => all.filter((_line, n) => n !== at))}
              >
                {t('groups.remove')}
              </button>
              <Show when={problemOf(at)}>{(problem) => <p class="problem">{problem()}</p>}</Show>
            </li>
          )}
        </For>
        <li>
          <span>{t('groups.others')}</span>
          <RoleSelect label={t('groups.othersRole')} value={otherwise()} none={t('groups.out')} set={setOtherwise} />
          <Show when={form.fields()['otherwise']}>{(problem) => <p class="problem">{problem()}</p>}</Show>
        </li>
      </ol>
      <button type="button" class="btn" onClick={() => setLines((all) => [...all, { group: '', role: ceiling() }])}>
        {t('groups.add')}
      </button>
      <Check label={t('creates')} checked={creates()} set={setCreates} />
      <Check label={t('isOn')} checked={isOn()} set={setIsOn} />
      <FormProblem form={form} />
      <button type="submit" class="btn main" disabled={form.busy()}>
        {t('save')}
      </button>
    </form>
  );

  /** A value that must be typed as the provider has it: the browser completes and corrects nothing. */
  function Exact(own: {
    label: string;
    name: string;
    value: string;
    required?: boolean;
    inputmode?: 'url';
    hint?: string;
  }) {
    return (
      <Field
        {...own}
        autocomplete="off"
        autocapitalize="none"
        spellcheck={false}
        dir="ltr"
        problem={form.fields()[own.name]}
      />
    );
  }

  function RoleSelect(own: {
    id?: string;
    label?: string;
    value: string | null;
    none?: string;
    set: (role: string | null) => void;
  }) {
    const codes = () => [...new Set([...roles().map(({ code }) => code), ...(own.value ? [own.value] : [])])];
    return (
      <select
        id={own.id}
        class="input"
        aria-label={own.label}
        onChange={(event) => own.set(event.currentTarget.value || null)}
      >
        <Show when={own.none}>
          <option value="" selected={own.value === null}>
            {own.none}
          </option>
        </Show>
        <For each={codes()}>
          {(code) => (
            <option value={code} selected={code === own.value}>
              {roleName(state, code)}
            </option>
          )}
        </For>
      </select>
    );
  }
}

const Check = (props: { label: string; checked: boolean; set: (is: boolean) => void }) => (
  <label class={styles.check}>
    <input
      type="checkbox"
      class="check"
      checked={props.checked}
      onChange={(event) => props.set(event.currentTarget.checked)}
    />
    {props.label}
  </label>
);
