import { For, onCleanup, onMount, Show } from 'solid-js';
import { useDesk } from '../desk.ts';
import { shared } from '../words.ts';
import styles from './save-bar.module.css';
import { t } from './bar-words.ts';

interface Savable<P extends string, B> {
  changed: () => P[];
  busy: () => boolean;
  problem: () => string;
  discard: () => void;
  save: () => Promise<B | null>;
  undo: (before: B) => Promise<void>;
}

/** Shown while there are unsaved changes; `words` names what changed. */
export function SaveBar<P extends string, B>(props: {
  draft: Savable<P, B>;
  words: (part: P) => string;
  saved: string;
}) {
  const desk = useDesk();

  async function save() {
    const { draft } = props;
    const before = await draft.save();
    const undo = async (was: B) => (await desk.attempt(() => draft.undo(was).then(() => true))) ?? false;
    if (before) desk.say({ text: props.saved, undo: () => undo(before) });
    else document.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== 's' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    void save();
  };
  const onLeave = (event: BeforeUnloadEvent) => props.draft.changed().length > 0 && event.preventDefault();
  onMount(() => {
    addEventListener('keydown', onKey);
    addEventListener('beforeunload', onLeave);
  });
  onCleanup(() => {
    removeEventListener('keydown', onKey);
    removeEventListener('beforeunload', onLeave);
  });

  return (
    <Show when={props.draft.changed().length > 0}>
      <div class={styles.bar} role="region" aria-label={t('label')}>
        <p>
          <Show
            when={props.draft.problem()}
            fallback={
              <>
                <b>{t('unsaved')}</b>{' '}
                <For each={props.draft.changed()}>
                  {(part, at) => (
                    <>
                      {at() > 0 ? ', ' : ''}
                      {props.words(part)}
                    </>
                  )}
                </For>
              </>
            }
          >
            {(problem) => (
              <span class="problem" role="alert">
                {problem()}
              </span>
            )}
          </Show>
        </p>
        <button type="button" class="btn bare" onClick={() => props.draft.discard()}>
          {t('discard')}
        </button>
        <button type="button" class="btn main" disabled={props.draft.busy()} onClick={() => void save()}>
          {shared('save')}
          <kbd>Ctrl S</kbd>
        </button>
      </div>
    </Show>
  );
}
