import X from 'lucide-solid/icons/x';
import { Index, Show } from 'solid-js';
import { showIn } from '../../shared/ui/box.ts';
import { Field } from '../../shared/ui/fields.tsx';
import { originIn } from './site-api.ts';
import type { SiteDraft } from './site-draft.ts';
import part from '../settings/part.module.css';
import styles from './stands-part.module.css';
import { t } from './words.ts';

export function StandsPart(props: { draft: SiteDraft }) {
  const edit = (change: Parameters<SiteDraft['edit']>[0]) => props.draft.edit(change);
  const problemOf = (field: string) => props.draft.problemOf(field);
  const origins = () => props.draft.draft().origins;
  const set = (at: number, origin: string) => edit({ origins: origins().with(at, origin) });
  let list!: HTMLUListElement;

  function add() {
    edit({ origins: [...origins(), ''] });
    list.querySelector<HTMLInputElement>('li:last-child input')?.focus();
  }

  return (
    <section class={part.part} aria-labelledby="stands">
      <h3 id="stands">{t('stands.title')}</h3>
      <Field
        label={t('stands.name')}
        maxlength={80}
        autocomplete="off"
        dir="auto"
        value={props.draft.draft().name}
        hint={t('stands.nameHint')}
        problem={problemOf('name')}
        onInput={(event) => edit({ name: event.currentTarget.value })}
      />
      <div class={part.group} role="group" aria-labelledby="origins" aria-describedby="origins-hint">
        <p class="label" id="origins">
          {t('stands.origins')}
        </p>
        <p class="hint" id="origins-hint">
          {t('stands.originsHint')}
        </p>
        <ul ref={list} class={styles.origins}>
          <Index each={origins()}>
            {(origin, at) => (
              <li>
                <input
                  class="input"
                  inputmode="url"
                  autocomplete="off"
                  autocapitalize="none"
                  spellcheck={false}
                  placeholder="https://shop.example"
                  aria-label={t('stands.origin', { n: at + 1 })}
                  aria-invalid={problemOf(`origins.${at}`) ? 'true' : undefined}
                  aria-describedby={problemOf(`origins.${at}`) ? `origin-${at}-problem` : undefined}
                  ref={(box) => showIn(box, origin)}
                  onInput={(event) => set(at, event.currentTarget.value)}
                  onChange={(event) => set(at, originIn(event.currentTarget.value))}
                />
                <button
                  type="button"
                  class="btn bare icon"
                  aria-label={t('stands.remove', { origin: origin() || t('stands.origin', { n: at + 1 }) })}
                  onClick={() => edit({ origins: origins().toSpliced(at, 1) })}
                >
                  <X size={16} stroke-width={1.75} aria-hidden="true" />
                </button>
                <Show when={problemOf(`origins.${at}`)}>
                  {(problem) => (
                    <p class="problem" id={`origin-${at}-problem`}>
                      {problem()}
                    </p>
                  )}
                </Show>
              </li>
            )}
          </Index>
        </ul>
        <Show when={problemOf('origins')}>{(problem) => <p class="problem">{problem()}</p>}</Show>
        <button type="button" class="btn" onClick={add}>
          {t('stands.add')}
        </button>
      </div>
    </section>
  );
}
