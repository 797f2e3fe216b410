import { createSignal, For, Show } from 'solid-js';
import type { Action, Area, Rights } from '../../../server/people/contract.ts';
import { ACTIONS, AREAS } from '../roles/rights-names.ts';
import type { ApiToken } from '../../../server/tokens/contract.ts';
import { useState } from '../../shared/state/session.ts';
import { FormProblem } from '../../shared/ui/account-fields.tsx';
import { Field } from '../../shared/ui/fields.tsx';
import { createForm } from '../../shared/ui/form.ts';
import { rolesApi } from '../roles/roles-api.ts';
import { shared } from '../words.ts';
import { tokensApi } from './tokens-api.ts';
import part from '../settings/part.module.css';
import styles from './tokens-page.module.css';
import { scopeWords, t } from './words.ts';

const DAYS = [7, 30, 90, 365] as const;
const USUAL_DAYS = 90;

interface Props {
  done: (made: { token: ApiToken; secret: string }) => void;
  close: () => void;
}

export function CreateToken(props: Props) {
  const state = useState();
  const mine = () => state.me.rights;
  const may = (action: Action, area: Area) => mine()[area]?.includes(action) ?? false;
  const mayMachine = () => may('create', 'settings') && may('update', 'roles') && may('view', 'roles');
  const roles = () => state.lists.roles.items.filter(({ kind }) => kind === 'staff');
  const [role, setRole] = createSignal<string | null>(null);
  const [ofRole, setOfRole] = createSignal<Rights>({});
  const [scopes, setScopes] = createSignal<Rights>({});
  const [missing, setMissing] = createSignal(false);

  /** Only what both the role and the maker may. */
  const offered = (area: Area, action: Action) =>
    may(action, area) && (role() === null || (ofRole()[area]?.includes(action) ?? false));
  const chosen = (area: Area, action: Action) => scopes()[area]?.includes(action) ?? false;
  function picked(): Rights {
    const kept: Rights = {};
    for (const area of AREAS) {
      const actions = ACTIONS.filter((action) => chosen(area, action) && offered(area, action));
      if (actions.length > 0) kept[area] = actions;
    }
    return kept;
  }
  const areas = () => AREAS.filter((area) => ACTIONS.some((action) => may(action, area)));

  function toggle(area: Area, action: Action) {
    setMissing(false);
    setScopes((now) => {
      const has = now[area] ?? [];
      return { ...now, [area]: has.includes(action) ? has.filter((one) => one !== action) : [...has, action] };
    });
  }
  async function actAs(code: string | null) {
    setOfRole({});
    setRole(code);
    if (code === null) return;
    const { rights } = await rolesApi.one(code);
    if (role() === code) setOfRole(rights);
  }

  const form = createForm(
    ({ name = '', days = '' }) => {
      const input = { name, days: Number(days), scopes: picked() };
      const code = role();
      return code === null ? tokensApi.create(input) : tokensApi.createMachine({ ...input, role: code });
    },
    (made) => props.done(made),
  );

  function submit(event: SubmitEvent & { currentTarget: HTMLFormElement }) {
    event.preventDefault();
    if (scopeWords(picked()) === '') return setMissing(true);
    void form.submit(event);
  }

  return (
    <form class={styles.create} aria-labelledby="new-token" onSubmit={submit} novalidate>
      <h3 id="new-token">{t('create.title')}</h3>
      <p>{t('create.note')}</p>
      <div class={styles.fields}>
        <Field
          label={t('create.name')}
          name="name"
          required
          autofocus
          maxlength={80}
          hint={t('create.hint')}
          problem={form.fields()['name']}
        />
        <div class="field">
          <label for="token-days">{t('create.ends')}</label>
          <select id="token-days" name="days" class="input">
            <For each={DAYS}>
              {(n) => (
                <option value={n} selected={n === USUAL_DAYS}>
                  {n === 365 ? t('create.year') : t('create.days', { n })}
                </option>
              )}
            </For>
          </select>
        </div>
      </div>
      <Show when={mayMachine()}>
        <fieldset class={styles.as}>
          <legend>{t('create.as')}</legend>
          <label class={part.radio}>
            <input type="radio" name="as" checked onChange={() => void actAs(null)} />
            {t('create.me', { name: state.me.name })}
          </label>
          <label class={part.radio}>
            <input
              type="radio"
              name="as"
              onChange={() => void actAs(role() ?? roles()[0]?.code ?? null).catch(() => {})}
            />
            {t('create.machine')}
          </label>
          <select
            class="input"
            aria-label={t('create.role')}
            disabled={role() === null}
            onChange={(event) => void actAs(event.currentTarget.value).catch(() => {})}
          >
            <For each={roles()}>{({ code, name }) => <option value={code}>{name}</option>}</For>
          </select>
        </fieldset>
      </Show>
      <table class={styles.scopes}>
        <thead>
          <tr>
            <th scope="col">{t('create.area')}</th>
            <For each={ACTIONS}>{(action) => <th scope="col">{t(`heading.${action}`)}</th>}</For>
          </tr>
        </thead>
        <tbody>
          <For each={areas()}>
            {(area) => (
              <tr>
                <th scope="row">{t(`areas.${area}`)}</th>
                <For each={ACTIONS}>
                  {(action) => (
                    <td>
                      <input
                        type="checkbox"
                        class="check"
                        aria-label={t('create.cell', { area: t(`areas.${area}`), action: t(`verb.${action}`) })}
                        disabled={!offered(area, action)}
                        checked={chosen(area, action) && offered(area, action)}
                        onChange={() => toggle(area, action)}
                      />
                    </td>
                  )}
                </For>
              </tr>
            )}
          </For>
        </tbody>
      </table>
      <p role="status" class={missing() ? 'problem' : styles.words}>
        {missing()
          ? t('create.nothing')
          : scopeWords(picked())
            ? t('create.words', { what: scopeWords(picked()) })
            : ''}
      </p>
      <FormProblem form={form} />
      <p class={styles.do}>
        <button type="button" class="btn bare" onClick={() => props.close()}>
          {shared('cancel')}
        </button>
        <button type="submit" class="btn main" disabled={form.busy()}>
          {t('create.go')}
        </button>
      </p>
    </form>
  );
}
