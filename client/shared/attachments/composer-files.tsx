import Paperclip from 'lucide-solid/icons/paperclip';
import { createEffect, createMemo, For, on, onCleanup, onMount, Show } from 'solid-js';
import type { AttachmentKind } from '../../../server/attachments/contract.ts';
import styles from './composer-files.module.css';
import { createDrop } from './drop.ts';
import { type Tray, trayOf } from './tray.ts';
import { TrayRow } from './tray-row.tsx';
import { t } from './words.ts';

interface Props {
  /** The same key as that of the draft. */
  draftKey: string;
  kind: AttachmentKind;
  /** Null for a ticket that is not opened yet. */
  ticketId: string | null;
  /** Files are pasted into this box and dropped on its section. */
  box: () => HTMLTextAreaElement;
  /** Whether sending waits for the uploads. */
  waiting: boolean;
  ref: (tray: Tray) => void;
}

/** Takes files by a button, by pasting and by dropping, and shows their upload. */
export function ComposerFiles(props: Props) {
  const tray = createMemo(() => trayOf({ key: props.draftKey, kind: props.kind, ticketId: props.ticketId }));
  createEffect(on(tray, (now) => props.ref(now)));
  const surface = () => props.box().closest('section') ?? props.box().form ?? document.body;
  const over = createDrop(surface, (files) => tray().add(files));
  let input!: HTMLInputElement;
  /** The refused file in whose place another is being chosen. */
  let replaced: string | null = null;

  onMount(() => {
    const box = props.box();
    const pasted = (event: ClipboardEvent) => {
      const data = event.clipboardData;
      // A table from a spreadsheet is pasted as text and as a picture; the text is meant.
      if (!data || data.files.length === 0 || data.types.includes('text/plain')) return;
      event.preventDefault();
      tray().add(data.files);
    };
    box.addEventListener('paste', pasted);
    onCleanup(() => box.removeEventListener('paste', pasted));
  });

  return (
    <>
      <Show when={tray().items().length > 0}>
        <div class={styles.tray} data-part="tray">
          <ul aria-label={t('toSend')}>
            <For
              each={tray()
                .items()
                .map(({ id }) => id)}
            >
              {(id) => (
                <Show
                  when={tray()
                    .items()
                    .find((item) => item.id === id)}
                >
                  {(item) => (
                    <TrayRow
                      item={item()}
                      retry={() => tray().retry(id)}
                      another={() => {
                        replaced = id;
                        input.click();
                      }}
                      remove={() => {
                        tray().remove(id);
                        props.box().focus();
                      }}
                    />
                  )}
                </Show>
              )}
            </For>
          </ul>
          <p role="status">{props.waiting ? t('waits') : tray().notice()}</p>
        </div>
      </Show>
      <button
        type="button"
        class="btn bare icon"
        data-part="attach"
        aria-label={t('add')}
        title={t('add')}
        onClick={() => {
          replaced = null;
          input.click();
        }}
      >
        <Paperclip size={18} stroke-width={1.75} aria-hidden="true" />
      </button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        onChange={(event) => {
          if (replaced) tray().remove(replaced);
          tray().add(event.currentTarget.files ?? []);
          // Allows picking the same file again.
          event.currentTarget.value = '';
          props.box().focus();
        }}
      />
      <Show when={over()}>
        <p class={styles.drop} classList={{ [styles.onNote ?? '']: props.kind === 'note' }}>
          {t(`drop.${props.kind}`)}
        </p>
      </Show>
    </>
  );
}
