import { createSignal, Match, onCleanup, Show, Switch, untrack } from 'solid-js';
import type { SiteLook } from '../../server/sites/contract.ts';
import { Core } from './core.ts';
import type { Frame } from './frame.tsx';
import { Header } from './header.tsx';
import { NEW } from './current-conversation.ts';
import { t as shared } from '../shared/words.ts';
import { Start } from './start.tsx';
import { isBlocked, token } from './visitor.ts';
import { t } from './words.ts';

interface Props {
  look: SiteLook;
  /** The stored conversation. */
  at: string | null;
  frame: Frame | null;
  ref: (frame: Frame | null) => void;
}

/** Everything above the message box. The header is usable at once; the conversations load. */
export function Panel(props: Props) {
  const at = untrack(() => props.at);
  const [missing, setMissing] = createSignal(false);
  const isNew = () => props.frame?.isNew() ?? (at ?? (token() ? '' : NEW)) === NEW;
  const load = () => {
    setMissing(false);
    Core.preload();
  };
  onCleanup(() => props.ref(null));

  return (
    <>
      <Header
        look={props.look}
        isNew={isNew() || props.frame?.isSending() === true}
        expected={props.frame?.expected()}
        holder={props.frame?.holder()}
      >
        {!isBlocked() && props.frame?.menu()}
      </Header>
      <Show when={!isBlocked()} fallback={<p class="waits">{shared('refused.blocked')}</p>}>
        <Core at={at} ref={(frame: Frame) => props.ref(frame)} missing={() => setMissing(true)} />
        <Switch>
          <Match when={missing() && !props.frame}>
            <div class="start">
              <p role="alert">{t('failed')}</p>
              <button type="button" class="btn" onClick={load}>
                {t('again')}
              </button>
            </div>
          </Match>
          <Match when={isNew()}>
            <Start look={props.look}>{props.frame?.latest()}</Start>
          </Match>
          <Match when={!props.frame}>
            <p class="quiet waits">{t('loading')}</p>
          </Match>
        </Switch>
      </Show>
    </>
  );
}
