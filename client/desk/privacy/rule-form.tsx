import { createSignal, createUniqueId, For, onMount, Show } from 'solid-js';
import { ALL, type Forecast, type Rule } from '../../../server/retention/contract.ts';
import { FormProblem } from '../../shared/ui/account-fields.tsx';
import { Field } from '../../shared/ui/fields.tsx';
import { createForm } from '../../shared/ui/form.ts';
import { useDesk } from '../desk.ts';
import part from '../settings/part.module.css';
import { shared } from '../words.ts';
import { ForecastView } from './forecast-view.tsx';
import { privacyApi } from './privacy-api.ts';
import styles from './privacy.module.css';
import { t } from './words.ts';

interface Props {
  /** Null for a new one. */
  rule: Rule | null;
  name: string;
  /** The scopes that have no rule. */
  free: { id: string; name: string }[];
  close: () => void;
  done: () => void;
}

const ACTIONS = ['anonymise', 'delete'] as const;
const HINTS = { anonymise: 'rules.doAnonymiseHint', delete: 'rules.doDeleteHint' } as const;
const NAMES = { anonymise: 'rules.doAnonymise', delete: 'rules.doDelete' } as const;

export function RuleForm(props: Props) {
  const desk = useDesk();
  const heading = createUniqueId();
  const [found, setFound] = createSignal<Forecast | null>(null);
  let form!: HTMLFormElement;

  const saving = createForm(
    (values) => {
      const { action, months = '', resolved, isOn } = values;
      return privacyApi.setRule(values['scope'] ?? ALL, {
        action: action === 'delete' ? 'delete' : 'anonymise',
        months: Number(months),
        resolved: resolved === 'on',
        isOn: isOn === 'on',
      });
    },
    () => {
      const isOn = new FormData(form).get('isOn') === 'on';
      desk.say({ text: t(isOn ? 'rules.savedOn' : 'rules.saved') });
      props.done();
    },
  );
  const trying = createForm(
    (values) =>
      privacyApi.forecast(values['scope'] ?? ALL, {
        months: values['months'] ?? '',
        resolved: values['resolved'] === 'on',
      }),
    setFound,
  );
  async function remove(scope: string) {
    const done = await desk.attempt(async () => (await privacyApi.removeRule(scope), true));
    if (!done) return;
    desk.say({ text: t('rules.removed') });
    props.done();
  }
  onMount(() => form.querySelector<HTMLElement>('select, input:not([type=hidden])')?.focus());
  const submit = (event: SubmitEvent & { currentTarget: HTMLFormElement }) =>
    void (event.submitter?.id === 'try' ? trying : saving).submit(event);

  return (
    <form
      ref={form}
      class={styles.form}
      aria-labelledby={heading}
      onSubmit={submit}
      onInput={() => setFound(null)}
      novalidate
    >
      <h4 id={heading} dir="auto">
        {props.name}
      </h4>
      <Show when={!props.rule} fallback={<input type="hidden" name="scope" value={props.rule?.scope ?? ALL} />}>
        <div class="field">
          <label for="scope">{t('rules.scope')}</label>
          <select id="scope" name="scope" class="input">
            <For each={props.free}>
              {({ id, name }) => <option value={id}>{id === ALL ? t('rules.all') : t('rules.site', { name })}</option>}
            </For>
          </select>
        </div>
      </Show>
      <fieldset class={part.group}>
        <legend>{t('rules.action')}</legend>
        <For each={ACTIONS}>
          {(action) => (
            <label class={part.radio}>
              <input
                type="radio"
                name="action"
                value={action}
                checked={(props.rule?.action ?? 'anonymise') === action}
              />
              <span>
                {t(NAMES[action])}
                <span class="hint">{t(HINTS[action])}</span>
              </span>
            </label>
          )}
        </For>
      </fieldset>
      <div class={part.narrow}>
        <Field
          label={t('rules.months')}
          name="months"
          type="number"
          inputmode="numeric"
          required
          value={String(props.rule?.months ?? 24)}
          problem={saving.fields()['months'] ?? trying.fields()['months']}
        />
      </div>
      <label class={part.radio}>
        <input type="checkbox" name="resolved" checked={props.rule?.resolved ?? true} />
        {t('rules.resolved')}
      </label>
      <label class={part.radio}>
        <input type="checkbox" name="isOn" checked={props.rule?.isOn ?? false} />
        {t('rules.isOn')}
      </label>
      <button id="try" type="submit" class="btn" disabled={trying.busy()}>
        {t('rules.try')}
      </button>
      <div role="status" class={styles.found}>
        <Show when={found()}>{(forecast) => <ForecastView forecast={forecast()} />}</Show>
      </div>
      <FormProblem form={trying} />
      <FormProblem form={saving} />
      <p class={styles.do}>
        <Show when={props.rule}>
          {(rule) => (
            <button type="button" class="btn bare" onClick={() => void remove(rule().scope)}>
              {t('rules.remove')}
            </button>
          )}
        </Show>
        <button type="button" class="btn bare" onClick={() => props.close()}>
          {shared('cancel')}
        </button>
        <button type="submit" class="btn main" disabled={saving.busy()}>
          {t('rules.save')}
        </button>
      </p>
    </form>
  );
}
