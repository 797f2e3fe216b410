import ArrowDown from 'lucide-solid/icons/arrow-down';
import ArrowUp from 'lucide-solid/icons/arrow-up';
import { createUniqueId, For, Index, Show } from 'solid-js';
import type { SiteField } from '../../../server/sites/contract.ts';
import { Field } from '../../shared/ui/fields.tsx';
import { showIn } from '../../shared/ui/box.ts';
import { nameFor } from './field-names.ts';
import type { SiteDraft } from './site-draft.ts';
import styles from './ask-part.module.css';
import part from '../settings/part.module.css';
import { t } from './words.ts';

// Copied from the contract, whose values would bundle its whole schema.
const FIELDS_MOST = 8;
const TYPES = ['text', 'email', 'choice'] as const;

/** A saved field keeps its name when its question is reworded, because answers are stored under it. */
export function AskPart(props: { draft: SiteDraft; savedNames: string[] }) {
  const look = () => props.draft.draft().look;
  const fields = () => look().fields;
  const set = (next: SiteField[]) => props.draft.edit({ look: { ...look(), fields: next } });
  let list!: HTMLOListElement;

  function change(at: number, part: Partial<SiteField>) {
    const before = fields()[at];
    if (!before) return;
    const next = { ...before, ...part };
    if (part.label !== undefined && !props.savedNames.includes(before.name))
      next.name = nameFor(part.label, [
        ...fields()
          .toSpliced(at, 1)
          .map(({ name }) => name),
        ...props.savedNames,
      ]);
    if (part.type && part.type !== 'choice') next.choices = [];
    set(fields().with(at, next));
  }
  function add() {
    const name = nameFor('', [...fields().map((field) => field.name), ...props.savedNames]);
    set([...fields(), { name, label: '', type: 'text', choices: [], required: false }]);
    list.querySelector<HTMLInputElement>('li:last-child input')?.focus();
  }
  function move(at: number, to: number) {
    const [here, there] = [fields()[at], fields()[to]];
    if (here && there) set(fields().with(at, there).with(to, here));
  }

  return (
    <section class={part.part} aria-labelledby="ask">
      <h3 id="ask">{t('ask.title')}</h3>
      <p>{t('ask.intro')}</p>
      <ol ref={list} class={styles.fields}>
        <Index each={fields()}>
          {(field, at) => (
            <QuestionRow
              field={field()}
              at={at}
              isLast={at === fields().length - 1}
              problemOf={(name) => props.draft.problemOf(`look.fields.${at}.${name}`)}
              problemOfChoices={props.draft.firstProblemIn(`look.fields.${at}.choices`)}
              change={(part) => change(at, part)}
              move={(step) => move(at, at + step)}
              remove={() => set(fields().toSpliced(at, 1))}
            />
          )}
        </Index>
      </ol>
      <button type="button" class="btn" disabled={fields().length >= FIELDS_MOST} onClick={add}>
        {t('ask.add')}
      </button>
      <Show when={fields().length >= FIELDS_MOST}>
        <p class="hint">{t('ask.most')}</p>
      </Show>
    </section>
  );
}

function QuestionRow(props: {
  field: SiteField;
  at: number;
  isLast: boolean;
  problemOf: (name: string) => string | undefined;
  problemOfChoices: string | undefined;
  change: (part: Partial<SiteField>) => void;
  move: (step: 1 | -1) => void;
  remove: () => void;
}) {
  const id = createUniqueId();
  const label = () => props.field.label || t('ask.unnamed', { n: props.at + 1 });
  return (
    <li>
      <Field
        label={t('ask.label')}
        maxlength={80}
        autocomplete="off"
        dir="auto"
        value={props.field.label}
        problem={props.problemOf('label')}
        onInput={(event) => props.change({ label: event.currentTarget.value })}
      />
      <div class="field">
        <label for={`${id}-type`}>{t('ask.type')}</label>
        <select
          id={`${id}-type`}
          class="input"
          onChange={(event) =>
            props.change({ type: TYPES.find((type) => type === event.currentTarget.value) ?? 'text' })
          }
        >
          <For each={TYPES}>
            {(type) => (
              <option value={type} selected={type === props.field.type}>
                {t(`ask.types.${type}`)}
              </option>
            )}
          </For>
        </select>
      </div>
      <Show when={props.field.type === 'choice'}>
        <Choices
          choices={props.field.choices}
          problem={props.problemOfChoices}
          change={(choices) => props.change({ choices })}
        />
      </Show>
      <div class={part.row}>
        <label class={styles.check}>
          <input
            type="checkbox"
            class="check"
            checked={props.field.required}
            onChange={(event) => props.change({ required: event.currentTarget.checked })}
          />
          {t('ask.required')}
        </label>
        <button
          type="button"
          class="btn bare icon"
          disabled={props.at === 0}
          aria-label={t('ask.up', { label: label() })}
          onClick={() => props.move(-1)}
        >
          <ArrowUp size={16} stroke-width={1.75} aria-hidden="true" />
        </button>
        <button
          type="button"
          class="btn bare icon"
          disabled={props.isLast}
          aria-label={t('ask.down', { label: label() })}
          onClick={() => props.move(1)}
        >
          <ArrowDown size={16} stroke-width={1.75} aria-hidden="true" />
        </button>
        <button
          type="button"
          class="btn bare"
          aria-label={t('ask.remove', { label: label() })}
          onClick={() => props.remove()}
        >
          {t('ask.removeOne')}
        </button>
      </div>
    </li>
  );
}

const linesOf = (text: string) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);

function Choices(props: { choices: string[]; problem: string | undefined; change: (choices: string[]) => void }) {
  const id = createUniqueId();
  // The text being typed stays: an empty last line is where the next choice goes.
  const text = (box: HTMLTextAreaElement) => {
    const all = props.choices.join('\n');
    return linesOf(box.value).join('\n') === all ? box.value : all;
  };
  return (
    <div class="field">
      <label for={id}>{t('ask.choices')}</label>
      <textarea
        ref={(box) => showIn(box, () => text(box))}
        id={id}
        class="input"
        rows={4}
        dir="auto"
        aria-invalid={props.problem ? 'true' : undefined}
        aria-describedby={props.problem ? `${id}-problem` : undefined}
        onInput={(event) => props.change(linesOf(event.currentTarget.value))}
      />
      <Show when={props.problem}>
        {(problem) => (
          <p class="problem" id={`${id}-problem`}>
            {problem()}
          </p>
        )}
      </Show>
    </div>
  );
}
