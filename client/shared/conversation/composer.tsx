import { createEffect, createSignal, createUniqueId, type JSX, on, onCleanup, Show } from 'solid-js';
import type { Attachment, AttachmentKind } from '../../../server/attachments/contract.ts';
import type { Tray } from '../attachments/tray.ts';
import { openDraft, type SyncDraft } from '../drafts/drafts.ts';
import { later } from '../later.ts';
import { tooLongWords } from '../problems.ts';
import { t } from '../words.ts';

const ComposerFiles = later(async () => (await import('../attachments/composer-files.tsx')).ComposerFiles);

/** What an app adds to the box while somebody writes in it. */
export interface Assist {
  /** The text or the caret is another now. */
  look(box: HTMLTextAreaElement): void;
  leave(): void;
  /** True where it took the key. */
  pressed(event: KeyboardEvent): boolean;
  /** The ids of the list that is shown over the box and of what Enter would take from it. */
  active(): { list: string; option: string } | null;
  /** Why this may not go out yet; empty where it may. */
  refuses(text: string): string;
}

interface Props {
  /** Person, ticket and kind: what is typed is kept under it. */
  draftKey: string;
  /** Shares it with the person's other devices. */
  sync?: SyncDraft;
  label: string;
  placeholder?: string;
  /** Says no by answering false: the text and the files stay. */
  onSend: (written: { body: string; attachments: Attachment[] }) => boolean | void;
  /** Where files go before they are sent; null for a ticket that is yet to be opened. */
  files: { ticketId: string | null; kind: AttachmentKind };
  onTyping?: () => void;
  onEscape?: () => void;
  assist?: Assist;
  /** Stands after it and sends it: a submit button. */
  children: JSX.Element;
  class?: string | undefined;
  inputClass?: string | undefined;
  ref?: (box: HTMLTextAreaElement) => void;
}

/** Enter sends, with Ctrl or Cmd too; Shift+Enter breaks, a composition never sends. What is typed survives everything but sending it. */
export function Composer(props: Props) {
  const id = createUniqueId();
  const [problem, setProblem] = createSignal('');
  let box!: HTMLTextAreaElement;
  const [tray, setTray] = createSignal<Tray>();
  /** Sends as soon as the files are there. */
  const [waiting, setWaiting] = createSignal(false);

  createEffect(
    on(
      () => props.draftKey,
      (key) => {
        const draft = openDraft(key, show, props.sync);
        show(draft.initial);
        current = draft;
        // What waits to be sent waits where it was written.
        setWaiting(false);
        onCleanup(() => draft.close());
      },
    ),
  );
  let current: ReturnType<typeof openDraft> | undefined;

  function show(text: string) {
    box.value = text;
    props.assist?.look(box);
    grow();
  }

  /** Where the browser cannot size the box by its content, the content says how high. */
  function grow() {
    if (CSS.supports('field-sizing', 'content')) return;
    box.style.blockSize = 'auto';
    box.style.blockSize = `${box.scrollHeight}px`;
  }

  function send() {
    const text = box.value.trimEnd();
    const files = tray()?.state() ?? 'empty';
    setProblem(problemWith(text, files) || (props.assist?.refuses(text) ?? ''));
    setWaiting(files === 'uploading' && problem() === '');
    if (problem() || waiting()) return;
    const body = text.trim() === '' ? '' : text;
    const written = { body, attachments: tray()?.ready() ?? [] };
    // Sending a first message may lead on to where it went, and that has a draft of its own.
    const [draft, sent] = [current, tray()];
    if ((body === '' && files === 'empty') || props.onSend(written) === false) return;
    sent?.sent();
    draft?.clear();
    show('');
    box.focus();
  }

  createEffect(
    on(
      () => tray()?.state(),
      () => waiting() && send(),
    ),
  );

  function typed() {
    current?.change(box.value);
    props.assist?.look(box);
    grow();
    if (tooLongWords(box.value) === '') setProblem('');
    if (box.value !== '') props.onTyping?.();
  }

  function pressed(event: KeyboardEvent) {
    // 229: the key that ends a composition, in browsers that end it before they say so.
    if (event.isComposing || event.keyCode === 229) return;
    if (props.assist?.pressed(event)) return;
    if (event.key === 'Escape') props.onEscape?.();
    if (event.key !== 'Enter' || event.shiftKey || event.altKey) return;
    event.preventDefault();
    send();
  }

  return (
    <form
      class={props.class}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <label class="sr" for={id}>
        {props.label}
      </label>
      <textarea
        ref={(element) => {
          box = element;
          props.ref?.(element);
        }}
        id={id}
        rows={1}
        class={props.inputClass}
        placeholder={props.placeholder}
        dir="auto"
        enterkeyhint="send"
        onInput={typed}
        onKeyDown={pressed}
        onKeyUp={() => props.assist?.look(box)}
        onClick={() => props.assist?.look(box)}
        onBlur={() => {
          props.assist?.leave();
          current?.flush();
        }}
        aria-autocomplete={props.assist ? 'list' : undefined}
        aria-haspopup={props.assist ? 'listbox' : undefined}
        aria-controls={props.assist?.active()?.list}
        aria-activedescendant={props.assist?.active()?.option}
        aria-invalid={problem() ? 'true' : undefined}
        aria-describedby={problem() ? `${id}-problem` : undefined}
      />
      <Show when={problem()}>
        <p class="problem" id={`${id}-problem`} role="alert">
          {problem()}
        </p>
      </Show>
      <ComposerFiles
        draftKey={props.draftKey}
        kind={props.files.kind}
        ticketId={props.files.ticketId}
        box={() => box}
        waiting={waiting()}
        ref={setTray}
      />
      {props.children}
    </form>
  );
}

function problemWith(text: string, files: ReturnType<Tray['state']>) {
  return tooLongWords(text) || (files === 'failed' ? t('message.filesFailed') : '');
}
