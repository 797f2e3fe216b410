import { createEffect, createSignal, createUniqueId, type JSX, on, onCleanup, Show } from 'solid-js';
import type { Attachment, AttachmentKind } from '../../../server/attachments/contract.ts';
import type { Tray } from '../attachments/tray.ts';
import { openDraft, type SyncDraft } from '../drafts/drafts.ts';
import { later } from '../later.ts';
import { type Box, ownBox } from '../ui/box.ts';
import { tooLongWords } from '../problems.ts';
import { t } from '../words.ts';

const ComposerFiles = later(async () => (await import('../attachments/composer-files.tsx')).ComposerFiles);

/** Completion in the text box, such as saved replies. */
export interface Assist {
  /** The text or the caret changed. */
  look(box: HTMLTextAreaElement): void;
  leave(): void;
  /** True when it handled the key. */
  pressed(event: KeyboardEvent): boolean;
  /** The ids of the list over the box and of its active option. */
  active(): { list: string; option: string } | null;
  /** The reason why this text may not be sent; empty when it may. */
  refuses(text: string): string;
}

interface Props {
  /** Person, ticket and kind: the key of the draft. */
  draftKey: string;
  /** Shares the draft with the person's other devices. */
  sync?: SyncDraft;
  label: string;
  placeholder?: string;
  /** Returns false to refuse: the text and the files stay. `by` is the value of the pressed button, empty for Enter. */
  onSend: (written: { body: string; attachments: Attachment[] }, by: string) => boolean | void;
  /** Where files are uploaded; `ticketId` is null for a ticket that is not opened yet. */
  files: { ticketId: string | null; kind: AttachmentKind };
  onTyping?: () => void;
  onEscape?: () => void;
  assist?: Assist;
  /** The submit button after the box. */
  children: JSX.Element;
  class?: string | undefined;
  inputClass?: string | undefined;
  /** When it changes, the files are drawn again in that language. The text box stays. */
  language?: string | undefined;
  ref?: (box: HTMLTextAreaElement, hasFiles: () => boolean) => void;
}

/**
 * Enter sends, also with Ctrl or Cmd; Shift+Enter breaks the line; a composition never sends. The draft survives
 * everything but sending.
 */
export function Composer(props: Props) {
  const id = createUniqueId();
  const [problem, setProblem] = createSignal('');
  let box!: HTMLTextAreaElement;
  const [tray, setTray] = createSignal<Tray>();
  const hasFiles = () => (tray()?.state() ?? 'empty') !== 'empty';
  /** The button by which the message is sent as soon as the files are uploaded; null while no send waits. */
  const [waiting, setWaiting] = createSignal<string | null>(null);

  createEffect(
    on(
      () => props.draftKey,
      (key) => {
        // Nobody who writes has asked for another conversation, so their text moves along.
        const text = current && !isSending ? own.underHands() : '';
        if (text) current?.clear();
        current?.close();
        const draft = openDraft(key, own, props.sync);
        current = draft;
        if (text) draft.change(text);
        else own.propose(draft.initial);
        // A pending send belongs to the previous draft.
        setWaiting(null);
      },
    ),
  );
  onCleanup(() => current?.close());
  let own!: Box;
  let current: ReturnType<typeof openDraft> | undefined;
  /** A first message changes `draftKey` while it is sent: a sent text is never a draft again. */
  let isSending = false;

  function look() {
    props.assist?.look(box);
    grow();
  }

  /** Sizes the box by its content, for browsers without `field-sizing`. */
  function grow() {
    if (CSS.supports('field-sizing', 'content')) return;
    box.style.blockSize = 'auto';
    box.style.blockSize = `${box.scrollHeight}px`;
  }

  function handOver(...given: Parameters<Props['onSend']>): boolean {
    isSending = true;
    try {
      return props.onSend(...given) !== false;
    } finally {
      isSending = false;
    }
  }

  function send(by = '') {
    const text = box.value.trimEnd();
    const files = tray()?.state() ?? 'empty';
    setProblem(problemWith(text, files) || (props.assist?.refuses(text) ?? ''));
    setWaiting(files === 'uploading' && problem() === '' ? by : null);
    if (problem() || waiting() !== null) return;
    const body = text.trim() === '' ? '' : text;
    const written = { body, attachments: tray()?.ready() ?? [] };
    const [draft, sent] = [current, tray()];
    if (body === '' && files === 'empty') return;
    if (!handOver(written, by)) return;
    sent?.sent();
    draft?.clear();
    own.write('');
    if (current !== draft) own.propose(current?.initial ?? '');
    box.focus();
  }

  createEffect(
    on(
      () => tray()?.state(),
      () => {
        const by = waiting();
        if (by !== null) send(by);
      },
    ),
  );

  function typed() {
    current?.change(box.value);
    look();
    if (tooLongWords(box.value) === '') setProblem('');
    if (box.value !== '') props.onTyping?.();
  }

  function pressed(event: KeyboardEvent) {
    // 229: some browsers end a composition before they report this key.
    if (event.isComposing || event.keyCode === 229) return;
    if (props.assist?.pressed(event)) return;
    if (event.key === 'Escape') props.onEscape?.();
    if (event.key !== 'Enter' || event.shiftKey || event.altKey) return;
    event.preventDefault();
    // A key that is held down sends once, and decides nothing.
    if (!event.repeat) send();
  }

  return (
    <form
      class={props.class}
      onSubmit={(event) => {
        event.preventDefault();
        send(event.submitter instanceof HTMLButtonElement ? event.submitter.value : '');
      }}
    >
      <label class="sr" for={id}>
        {props.label}
      </label>
      <textarea
        ref={(element) => {
          box = element;
          own = ownBox(element, look);
          props.ref?.(element, hasFiles);
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
      <Show when={props.language ?? 'one'} keyed>
        <ComposerFiles
          draftKey={props.draftKey}
          kind={props.files.kind}
          ticketId={props.files.ticketId}
          box={() => box}
          waiting={waiting() !== null}
          ref={setTray}
        />
      </Show>
      {props.children}
    </form>
  );
}

function problemWith(text: string, files: ReturnType<Tray['state']>) {
  return tooLongWords(text) || (files === 'failed' ? t('message.filesFailed') : '');
}
