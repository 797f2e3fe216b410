import { createSignal, For, Show, untrack } from 'solid-js';
import {
  type Carries,
  type Template,
  TEMPLATES,
  type Webhook,
  EVENT_WORDS,
  type EventGroup,
  WEBHOOK_EVENTS,
  type WebhookEvent,
} from '../../../server/webhooks/contract.ts';
import { FormProblem } from '../../shared/ui/account-fields.tsx';
import { Field } from '../../shared/ui/fields.tsx';
import { createForm } from '../../shared/ui/form.ts';
import { useDesk } from '../desk.ts';
import { webhookApi } from './webhook-api.ts';
import styles from './webhook-page.module.css';
import { t } from './words.ts';

const GROUPS: EventGroup[] = ['tickets', 'messages', 'people', 'related', 'notes'];
const CARRIES: Carries[] = ['ids', 'staff'];

export function SettingsPart(props: { hook: Webhook; put: (hook: Webhook) => void }) {
  const desk = useDesk();
  // What somebody types is theirs until they save.
  const first = untrack(() => props.hook);
  const [name, setName] = createSignal(first.name);
  const [url, setUrl] = createSignal(first.url);
  const [chosen, setChosen] = createSignal<WebhookEvent[] | null>(first.events);
  const [notes, setNotes] = createSignal(first.notes);
  const [carries, setCarries] = createSignal<Carries>(first.carries);
  const [template, setTemplate] = createSignal<Template>(first.template);
  const sending = createForm(
    () =>
      webhookApi.edit(first.id, {
        ...{ name: name(), url: url(), events: chosen(), notes: notes(), carries: carries(), template: template() },
      }),
    (hook) => {
      props.put(hook);
      desk.say({ text: t('saved') });
    },
  );

  function choose(type: WebhookEvent, isOn: boolean) {
    setChosen((all) => WEBHOOK_EVENTS.filter((one) => (one === type ? isOn : all?.includes(one))));
  }
  function allowNotes(isOn: boolean) {
    setNotes(isOn);
    if (!isOn) setChosen((all) => all?.filter((type) => EVENT_WORDS[type].group !== 'notes') ?? null);
  }
  const groups = () => GROUPS.filter((group) => group !== 'notes' || notes());

  return (
    <form class={styles.part} onSubmit={(event) => void sending.submit(event)} novalidate>
      <Field
        label={t('name')}
        name="name"
        maxlength={80}
        autocomplete="off"
        required
        value={name()}
        onInput={(event) => setName(event.currentTarget.value)}
        problem={sending.fields()['name']}
      />
      <Field
        label={t('address')}
        name="url"
        inputmode="url"
        autocomplete="off"
        autocapitalize="none"
        spellcheck={false}
        required
        value={url()}
        onInput={(event) => setUrl(event.currentTarget.value)}
        problem={sending.fields()['url']}
      />
      <div class={styles.pair}>
        <div class="field">
          <label for="template">{t('template')}</label>
          <select
            id="template"
            class="input"
            onChange={(event) => setTemplate(TEMPLATES.find((one) => one === event.currentTarget.value) ?? 'standard')}
          >
            <For each={TEMPLATES}>
              {(one) => (
                <option value={one} selected={template() === one}>
                  {t(`template.${one}`)}
                </option>
              )}
            </For>
          </select>
        </div>
        <div class="field">
          <label for="carries">{t('carries')}</label>
          <select
            id="carries"
            class="input"
            onChange={(event) => setCarries(CARRIES.find((one) => one === event.currentTarget.value) ?? 'ids')}
          >
            <For each={CARRIES}>
              {(one) => (
                <option value={one} selected={carries() === one}>
                  {t(`carries.${one}`)}
                </option>
              )}
            </For>
          </select>
        </div>
      </div>
      <fieldset class={styles.events}>
        <legend>{t('events')}</legend>
        <label class={styles.choice}>
          <input type="radio" name="all" checked={chosen() === null} onChange={() => setChosen(null)} />
          {t('events.all')}
        </label>
        <label class={styles.choice}>
          <input
            type="radio"
            name="all"
            checked={chosen() !== null}
            onChange={() => setChosen((all) => all ?? ['ticket.opened'])}
          />
          {t('events.some')}
        </label>
        <Show when={chosen()}>
          {(all) => (
            <div class={styles.groups}>
              <For each={groups()}>
                {(group) => (
                  <fieldset>
                    <legend>{t(`group.${group}`)}</legend>
                    <For each={WEBHOOK_EVENTS.filter((type) => EVENT_WORDS[type].group === group)}>
                      {(type) => (
                        <label class={styles.choice}>
                          <input
                            type="checkbox"
                            checked={all().includes(type)}
                            onChange={(event) => choose(type, event.currentTarget.checked)}
                          />
                          {EVENT_WORDS[type].when}
                        </label>
                      )}
                    </For>
                  </fieldset>
                )}
              </For>
            </div>
          )}
        </Show>
        <label class={styles.choice}>
          <input
            type="checkbox"
            aria-describedby="notes-hint"
            checked={notes()}
            onChange={(event) => allowNotes(event.currentTarget.checked)}
          />
          {t('notes')}
        </label>
        <p class="hint" id="notes-hint">
          {t('notes.hint')}
        </p>
        <Show when={sending.fields()['events']}>{(problem) => <p class="problem">{problem()}</p>}</Show>
      </fieldset>
      <FormProblem form={sending} />
      <button type="submit" class="btn main" disabled={sending.busy()}>
        {t('save')}
      </button>
    </form>
  );
}
