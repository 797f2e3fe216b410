import { createEffect, createSignal, onCleanup, untrack } from 'solid-js';
import { Composer } from '../shared/conversation/composer.tsx';
import { t as shared } from '../shared/words.ts';
import { questions } from './questions.ts';
import type { Frame } from './frame.tsx';
import { listen } from './host.ts';
import { draftKeyOf, NEW, writing } from './current-conversation.ts';
import { t } from './words.ts';

/**
 * One message box for the life of the frame: a message written for a new conversation may belong to an existing one
 * when it is sent.
 */
export function Write(props: { frame: Frame | null; at: string | null; language: string }) {
  let box: HTMLTextAreaElement | undefined;
  /** Send was pressed before the session was loaded. */
  const [due, setDue] = createSignal(false);
  onCleanup(listen(({ type }) => type === 'open' && box?.focus()));
  createEffect(() => {
    if (!props.frame || !due()) return;
    setDue(false);
    untrack(() => box?.form?.requestSubmit());
  });

  /** The words of `say`, again when the page speaks another language: the box is not remounted for it. */
  const spoken = <T,>(say: () => T): T => (props.language, say());
  const current = () => (props.frame ? props.frame.current() : props.at === NEW ? null : props.at);

  return (
    <Composer
      class="write"
      draftKey={draftKeyOf(current())}
      label={spoken(() => t('label'))}
      placeholder={spoken(() => props.frame?.placeholder() ?? t('write'))}
      inputClass="input"
      files={{ ticketId: props.frame?.filesOf() ?? null, kind: 'message' }}
      onSend={(written) => {
        if (!questions.isAnswered()) return false;
        setDue(!props.frame);
        return props.frame?.send(written) ?? false;
      }}
      onTyping={() => props.frame?.typing()}
      language={props.language}
      ref={(element) => {
        box = element;
        writing.box = element;
      }}
    >
      <button type="submit" class="btn main">
        {spoken(() => shared('send'))}
      </button>
    </Composer>
  );
}
