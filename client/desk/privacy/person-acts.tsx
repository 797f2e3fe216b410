import { createSignal, Show } from 'solid-js';
import { useState } from '../../shared/state/session.ts';
import { Dialog } from '../../shared/ui/dialog.tsx';
import { ProveAgain } from '../../shared/sign-in/prove-again.tsx';
import dialog from '../people/people-dialogs.module.css';
import { ExportForm } from './export-form.tsx';
import { HoldForm } from './hold-form.tsx';
import { setHoldsChanged } from './holds-changed.ts';
import styles from './privacy.module.css';
import { t } from './words.ts';

interface Props {
  person: { id: string; name: string };
  /** Beside a conversation. */
  ticketId?: string;
  /** Another asks there already who is there. */
  proves?: boolean;
}

/** All data of a person, and legal holds, for those who may. */
export function PersonActs(props: Props) {
  const state = useState();
  const [asked, setAsked] = createSignal<'export' | 'hold' | null>(null);
  const mayExport = () => state.me.rights.people?.includes('update') ?? false;
  const mayHold = () => state.me.rights.settings?.includes('update') ?? false;
  const close = () => setAsked(null);
  return (
    <>
      <Show when={mayExport()}>
        <button type="button" class={`btn bare ${styles.act}`} onClick={() => setAsked('export')}>
          {t('exports.ask')}
        </button>
      </Show>
      <Show when={mayHold()}>
        <button type="button" class={`btn bare ${styles.act}`} onClick={() => setAsked('hold')}>
          {t('holds.set')}
        </button>
      </Show>
      <Show when={asked()} keyed>
        {(now) => (
          <Dialog labelledby="people-dialog" class={dialog.dialog} close={close}>
            <Show when={!props.proves}>
              <ProveAgain />
            </Show>
            <Show
              when={now === 'export'}
              fallback={
                <HoldForm
                  person={props.person}
                  ticketId={props.ticketId}
                  close={close}
                  done={() => {
                    close();
                    setHoldsChanged((before) => before + 1);
                  }}
                />
              }
            >
              <ExportForm of={props.person} close={close} />
            </Show>
          </Dialog>
        )}
      </Show>
    </>
  );
}
