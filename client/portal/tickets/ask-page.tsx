import ChevronLeft from 'lucide-solid/icons/chevron-left';
import { createSignal, createUniqueId, onCleanup, Show } from 'solid-js';
import type { Tray } from '../../shared/attachments/tray.ts';
import { type Draft, openDraft } from '../../shared/drafts/drafts.ts';
import { ownBox, type TextBox } from '../../shared/ui/box.ts';
import { Field } from '../../shared/ui/fields.tsx';
import { sendByKeys, textIn } from '../../shared/ui/form.ts';
import { later } from '../../shared/later.ts';
import { useSession, useState } from '../../shared/state/session.ts';
import { go, toTicket } from '../route.ts';
import { shared, t } from '../words.ts';
import styles from './ask-page.module.css';
import { ReplyTime } from '../../customer/reply-time.tsx';
import { isInLine } from '../../customer/status-words.ts';

const ComposerFiles = later(async () => (await import('../../shared/attachments/composer-files.tsx')).ComposerFiles);

/** Opens a ticket at once under ids made here; the outbox delivers it. */
export function AskPage() {
  const session = useSession();
  const state = useState();
  const bodyId = createUniqueId();
  /** The box of one draft: what `ref` and `onInput` of a text box need. */
  function keptIn(name: 'subject' | 'body') {
    let draft: Draft | undefined;
    onCleanup(() => draft?.close());
    return {
      ref: (element: TextBox) => {
        const own = ownBox(element);
        draft = openDraft(`${state.me.id}:ask:${name}`, own);
        own.write(draft.initial);
      },
      change: (event: { currentTarget: TextBox }) => draft?.change(event.currentTarget.value),
      clear: () => draft?.clear(),
    };
  }
  const [subject, body] = [keptIn('subject'), keptIn('body')];
  const [tray, setTray] = createSignal<Tray>();
  let box!: HTMLTextAreaElement;
  const [problems, setProblems] = createSignal<{ subject?: string; body?: string }>({});

  function ask(event: SubmitEvent & { currentTarget: HTMLFormElement }) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const [about, question] = [textIn(form, 'subject').trim(), textIn(form, 'body').trimEnd()];
    const files = tray()?.state() ?? 'empty';
    setProblems({
      ...(about === '' && { subject: t('ask.needSubject') }),
      ...(question.trim() === '' && files === 'empty' && { body: t('ask.needBody') }),
      ...(files === 'uploading' && { body: t('ask.filesOnTheirWay') }),
      ...(files === 'failed' && { body: shared('message.filesFailed') }),
    });
    if (problems().subject || problems().body) {
      event.currentTarget.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
      return;
    }
    const item = session.outbox()?.ticket(about, { body: question, attachments: tray()?.ready() ?? [] });
    if (!item) return;
    tray()?.sent();
    subject.clear();
    body.clear();
    go(toTicket(item.ticketId));
  }

  return (
    <form class={styles.ask} onSubmit={ask} novalidate>
      <header>
        <a class={`btn bare icon ${styles.back}`} href="/" aria-label={t('ticket.back')}>
          <ChevronLeft size={18} stroke-width={1.75} aria-hidden="true" />
        </a>
        <h2>{t('ask.title')}</h2>
      </header>
      {/* A waiting customer already sees the expected wait instead. */}
      <Show when={!Object.values(state.rows).some(isInLine)}>
        <ReplyTime />
      </Show>
      <Field
        label={t('ask.subject')}
        name="subject"
        maxlength={200}
        problem={problems().subject}
        ref={subject.ref}
        onInput={subject.change}
      />
      <div class="field">
        <label for={bodyId}>{t('ask.body')}</label>
        <textarea
          ref={(element) => {
            box = element;
            body.ref(element);
          }}
          id={bodyId}
          name="body"
          class={`input ${styles.body}`}
          rows={7}
          maxlength={10000}
          dir="auto"
          aria-invalid={problems().body ? 'true' : undefined}
          aria-describedby={problems().body ? `${bodyId}-problem` : undefined}
          onInput={body.change}
          onKeyDown={sendByKeys}
        />
        <Show when={problems().body}>
          {(problem) => (
            <p class="problem" id={`${bodyId}-problem`}>
              {problem()}
            </p>
          )}
        </Show>
      </div>
      <div class={styles.files}>
        <ComposerFiles
          draftKey={`${state.me.id}:ask`}
          kind="message"
          ticketId={null}
          box={() => box}
          waiting={false}
          ref={setTray}
        />
      </div>
      <button type="submit" class="btn main">
        {t('ask.send')}
      </button>
    </form>
  );
}
