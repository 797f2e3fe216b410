import { createUniqueId, For, Show } from 'solid-js';
import type { SiteLook } from '../../server/sites/contract.ts';
import { isAway } from './hours.ts';
import { questions, type SiteQuestion } from './questions.ts';
import { site } from './site.ts';
import { t } from './words.ts';

/** Shown before the first message: a greeting, and the site's questions if there are any. */
export function Start(props: { look: SiteLook }) {
  const away = () => isAway(site.hours, Date.now());
  // Another tab may answer them meanwhile: a half-written answer stays.
  const asks = questions.isDue();
  return (
    <div class="start">
      <p class="greeting" dir="auto">
        {props.look.greeting || t('start.greeting')}
      </p>
      <Show when={away()}>
        <p dir="auto">{props.look.away || t('start.away')}</p>
      </Show>
      <Show when={asks && props.look.fields.length > 0}>
        <form
          class="asked"
          ref={(form) => questions.show(form)}
          aria-label={t('start.asked')}
          novalidate
          onSubmit={(event) => event.preventDefault()}
        >
          <For each={props.look.fields}>{(field) => <Question field={field} />}</For>
        </form>
      </Show>
    </div>
  );
}

function Question(props: { field: SiteQuestion }) {
  const id = createUniqueId();
  const problem = () => questions.problems()[props.field.name];
  const given = () => ({
    id,
    name: props.field.name,
    class: 'input',
    required: props.field.required,
    'aria-invalid': problem() ? ('true' as const) : undefined,
    'aria-describedby': problem() ? `${id}-problem` : undefined,
  });
  return (
    <div class="field">
      <label for={id} dir="auto">
        {props.field.label}
        <Show when={!props.field.required}>
          <span class="quiet"> ({t('start.optional')})</span>
        </Show>
      </label>
      <Show
        when={props.field.type === 'choice'}
        fallback={
          <input
            {...given()}
            type={props.field.type === 'email' ? 'email' : 'text'}
            autocomplete={props.field.type === 'email' ? 'email' : props.field.name === 'name' ? 'name' : undefined}
            maxlength={props.field.type === 'email' ? 254 : props.field.name === 'name' ? 80 : 300}
            dir="auto"
          />
        }
      >
        <select {...given()}>
          <option value="">{t('start.choose')}</option>
          <For each={props.field.choices}>{(choice) => <option>{choice}</option>}</For>
        </select>
      </Show>
      <Show when={problem()}>
        {(words) => (
          <p class="problem" id={`${id}-problem`}>
            {words()}
          </p>
        )}
      </Show>
    </div>
  );
}
