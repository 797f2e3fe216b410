import { createUniqueId, For, onMount, Show, untrack } from 'solid-js';
import { v7 as uuidv7 } from 'uuid';
import type { SavedReply } from '../../../server/saved-replies/contract.ts';
import { FormProblem } from '../../shared/ui/account-fields.tsx';
import { request } from '../../shared/request.ts';
import { Field } from '../../shared/ui/fields.tsx';
import { createForm } from '../../shared/ui/form.ts';
import { shared as words } from '../words.ts';
import { putReply } from './reply-list.ts';
import styles from './replies-page.module.css';
import { VARIABLES } from './variables.ts';
import { t } from './words.ts';

/** The form of a new saved reply, or of the given one. */
export function ReplyForm(props: { reply?: SavedReply; isShared: boolean; done: () => void }) {
  /** As it was when the form opened. A colleague may change it meanwhile. */
  const before = untrack(() => props.reply);
  const id = uuidv7();
  const bodyId = createUniqueId();
  let form!: HTMLFormElement;
  let box!: HTMLTextAreaElement;
  const sending = createForm(
    ({ name = '', shortcut = '', body = '' }) =>
      props.reply
        ? request('PATCH', `/saved-replies/${props.reply.id}`, { name, shortcut, body })
        : request('POST', '/saved-replies', { id, shared: props.isShared, name, shortcut, body }),
    (reply) => {
      putReply(reply);
      props.done();
    },
  );
  onMount(() => form.querySelector('input')?.focus());
  const insert = (name: string) => {
    box.setRangeText(`{{${name}}}`, box.selectionStart, box.selectionEnd, 'end');
    box.focus();
  };

  return (
    <form
      ref={form}
      class={styles.form}
      onSubmit={(event) => void sending.submit(event)}
      onKeyDown={(event) => event.key === 'Escape' && props.done()}
      novalidate
    >
      <Field
        label={t('name')}
        name="name"
        maxlength={80}
        autocomplete="off"
        value={before?.name ?? ''}
        problem={sending.fields()['name']}
      />
      <Field
        label={t('shortcut')}
        name="shortcut"
        maxlength={30}
        autocomplete="off"
        autocapitalize="none"
        spellcheck={false}
        value={before?.shortcut ?? ''}
        hint={t('shortcutHint')}
        problem={sending.fields()['shortcut']}
      />
      <div class={`field ${styles.whole}`}>
        <label for={bodyId}>{t('body')}</label>
        <textarea
          ref={box}
          id={bodyId}
          name="body"
          class="input"
          rows={6}
          dir="auto"
          aria-invalid={sending.fields()['body'] ? 'true' : undefined}
          aria-describedby={`${bodyId}-about`}
        >
          {before?.body ?? ''}
        </textarea>
        <Show when={sending.fields()['body']}>
          <p class="problem" role="alert">
            {sending.fields()['body']}
          </p>
        </Show>
        <div class={styles.variables} id={`${bodyId}-about`}>
          <p>{t('variables')}</p>
          <For each={VARIABLES}>
            {(name) => (
              <button type="button" class="btn bare" onClick={() => insert(name)}>
                {`{{${name}}}`}
              </button>
            )}
          </For>
          <p>{t('blanks')}</p>
        </div>
      </div>
      <FormProblem form={sending} />
      <p class={styles.choices}>
        <button type="button" class="btn bare" onClick={() => props.done()}>
          {words('cancel')}
        </button>
        <button type="submit" class="btn main" disabled={sending.busy()}>
          {words('save')}
        </button>
      </p>
    </form>
  );
}
