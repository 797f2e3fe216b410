import Ellipsis from 'lucide-solid/icons/ellipsis';
import { createSignal, createUniqueId, Show, untrack } from 'solid-js';
import { announce } from '../ui/announce.tsx';
import { sendByKeys, textIn } from '../ui/form.ts';
import { problemWords, tooLongWords } from '../problems.ts';
import { ApiError } from '../request.ts';
import styles from './own-message.module.css';
import { t } from '../words.ts';

/** The actions of an author on their own message. */
export function OwnMenu(props: { class?: string | undefined; edit: () => void; remove: () => Promise<unknown> }) {
  const id = createUniqueId();
  const [asked, setAsked] = createSignal(false);
  let menu!: HTMLDivElement;

  return (
    <>
      <button
        type="button"
        class={`btn bare icon ${props.class ?? ''}`}
        popovertarget={id}
        aria-label={t('message.actions')}
      >
        <Ellipsis size={16} stroke-width={1.75} aria-hidden="true" />
      </button>
      <div
        ref={menu}
        id={id}
        class={`menu ${styles.menu}`}
        popover="auto"
        onToggle={(event) => event.newState === 'closed' && setAsked(false)}
      >
        <button
          type="button"
          onClick={() => {
            menu.hidePopover();
            props.edit();
          }}
        >
          {t('message.edit')}
        </button>
        {/* Deleting cannot be undone, so it asks once. */}
        <button
          type="button"
          class={asked() ? 'hot' : undefined}
          onClick={() => {
            if (!asked()) return void setAsked(true);
            menu.hidePopover();
            props.remove().catch((error: unknown) => announce(problemWords(error)));
          }}
        >
          {asked() ? t('message.deleteForAll') : t('message.delete')}
        </button>
      </div>
    </>
  );
}

/** Edits the text in place; Escape cancels. */
export function OwnEditor(props: { body: string; save: (body: string) => Promise<unknown>; done: () => void }) {
  const [problem, setProblem] = createSignal('');

  async function save(form: HTMLFormElement) {
    const body = textIn(new FormData(form), 'body');
    setProblem(tooLongWords(body));
    if (problem()) return;
    try {
      await props.save(body);
      props.done();
    } catch (error) {
      const isEmpty = error instanceof ApiError && error.code === 'invalid' && body.trim() === '';
      setProblem(isEmpty ? t('refused.empty') : problemWords(error));
    }
  }

  return (
    <form
      class={styles.editor}
      onSubmit={(event) => {
        event.preventDefault();
        void save(event.currentTarget);
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        // Escape closes only the editor.
        event.preventDefault();
        props.done();
      }}
    >
      <textarea
        class="input"
        name="body"
        aria-label={t('message.edit')}
        rows={3}
        dir="auto"
        onKeyDown={sendByKeys}
        ref={(box) => queueMicrotask(() => box.focus())}
      >
        {untrack(() => props.body)}
      </textarea>
      <Show when={problem()}>
        <p class="problem" role="alert">
          {problem()}
        </p>
      </Show>
      <div>
        <button type="button" class="btn bare" onClick={() => props.done()}>
          {t('cancel')}
        </button>
        <button type="submit" class="btn main">
          {t('save')}
        </button>
      </div>
    </form>
  );
}
