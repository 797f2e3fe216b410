import { createUniqueId, For, Show } from 'solid-js';
import type { SiteLook } from '../../../server/sites/contract.ts';
import { showIn } from '../../shared/ui/box.ts';
import { Field } from '../../shared/ui/fields.tsx';
import { contrast, isColour, textOn } from './contrast.ts';
import type { SiteDraft } from './site-draft.ts';
import styles from './look-part.module.css';
import part from '../settings/part.module.css';
import { t } from './words.ts';

/** The contrast that WCAG requires between a button and its surroundings. */
const SEEN_AT_LEAST = 3;

export function LookPart(props: { draft: SiteDraft }) {
  const look = () => props.draft.draft().look;
  const edit = (change: Partial<SiteLook>) => props.draft.edit({ look: { ...look(), ...change } });
  const problemOf = (field: string) => props.draft.problemOf(`look.${field}`);

  return (
    <section class={part.part} aria-labelledby="look">
      <h3 id="look">{t('look.title')}</h3>
      <Brand brand={look().brand} problem={problemOf('brand')} change={(brand) => edit({ brand })} />
      <fieldset class={part.group}>
        <legend class="label">{t('look.side')}</legend>
        <For each={['end', 'start'] as const}>
          {(side) => (
            <label class={part.radio}>
              <input type="radio" name="side" checked={look().side === side} onChange={() => edit({ side })} />
              <span>
                {t(`look.${side}`)} <span class="quiet">{t(`look.${side}Hint`)}</span>
              </span>
            </label>
          )}
        </For>
      </fieldset>
      <Field
        label={t('look.heading')}
        maxlength={60}
        autocomplete="off"
        dir="auto"
        value={look().title}
        hint={t('look.headingHint')}
        problem={problemOf('title')}
        onInput={(event) => edit({ title: event.currentTarget.value })}
      />
      <For each={['greeting', 'away'] as const}>
        {(name) => (
          <LongText
            label={t(`look.${name}`)}
            hint={t(`look.${name}Hint`)}
            value={look()[name]}
            problem={problemOf(name)}
            change={(text) => edit({ [name]: text })}
          />
        )}
      </For>
    </section>
  );
}

function Brand(props: { brand: string; problem: string | undefined; change: (brand: string) => void }) {
  const id = createUniqueId();
  const ratio = (other: string) => contrast(props.brand, other).toFixed(1);
  const isFaint = () => contrast(props.brand, '#ffffff') < SEEN_AT_LEAST;
  return (
    <div class="field">
      <label for={id}>{t('look.brand')}</label>
      <div class={styles.brand}>
        <input
          type="color"
          aria-label={t('look.pick')}
          value={isColour(props.brand) ? props.brand : '#000000'}
          onInput={(event) => props.change(event.currentTarget.value)}
        />
        <input
          id={id}
          class="input"
          maxlength={7}
          autocomplete="off"
          spellcheck={false}
          ref={(box) => showIn(box, () => props.brand)}
          aria-invalid={props.problem || !isColour(props.brand) ? 'true' : undefined}
          aria-describedby={`${id}-about`}
          onInput={(event) => props.change(event.currentTarget.value.trim().toLowerCase())}
        />
        <Show when={isColour(props.brand)}>
          <span
            class={styles.sample}
            style={{ background: props.brand, color: textOn(props.brand) }}
            aria-hidden="true"
          >
            Aa
          </span>
        </Show>
      </div>
      <p id={`${id}-about`} class={isColour(props.brand) ? 'hint' : 'problem'}>
        <Show when={isColour(props.brand)} fallback={t('look.invalid')}>
          {t(textOn(props.brand) === '#ffffff' ? 'look.white' : 'look.black', { ratio: ratio(textOn(props.brand)) })}
          <Show when={isFaint()}>
            {' '}
            <span class="warm">{t('look.faint', { ratio: ratio('#ffffff') })}</span>
          </Show>
        </Show>
      </p>
    </div>
  );
}

function LongText(props: {
  label: string;
  hint: string;
  value: string;
  problem: string | undefined;
  change: (text: string) => void;
}) {
  const id = createUniqueId();
  return (
    <div class="field">
      <label for={id}>{props.label}</label>
      <textarea
        id={id}
        class="input"
        rows={2}
        maxlength={300}
        dir="auto"
        ref={(box) => showIn(box, () => props.value)}
        aria-invalid={props.problem ? 'true' : undefined}
        aria-describedby={`${id}-about`}
        onInput={(event) => props.change(event.currentTarget.value)}
      />
      <p id={`${id}-about`} class={props.problem ? 'problem' : 'hint'}>
        {props.problem ?? props.hint}
      </p>
    </div>
  );
}
