import { createUniqueId, For, type JSX, Show } from 'solid-js';
import type { SiteLook } from '../../server/sites/contract.ts';
import { isAway } from './hours.ts';
import { questions, type SiteQuestion } from './questions.ts';
import { site } from './site.ts';
import { t } from './words.ts';

/** Shown before the first message: a greeting, what happens next, the site's questions, the latest conversations. */
export function Start(props: { look: SiteLook; children?: JSX.Element }) {
  const away = () => isAway(site.hours, Date.now());
  // Read once: another tab may answer the questions meanwhile, and a half-written answer here must stay.
  const asks = questions.isDue();
  return (
    <div class="start ring-in" tabindex="0" role="region" aria-label={t('start.asked')}>
      <p class="greeting" dir="auto">
        {props.look.greeting || t('start.greeting')}
      </p>
      <p dir="auto">{away() ? props.look.away || t('start.away') : t('start.next')}</p>
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
      {props.children}
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
