import { createSignal, Match, Show, Switch } from 'solid-js';
import type { SiteLook } from '../../server/sites/contract.ts';
import { Core } from './core.ts';
import type { Frame } from './frame.tsx';
import { Header } from './header.tsx';
import { NEW, place } from './current-conversation.ts';
import { t as shared } from '../shared/words.ts';
import { site } from './site.ts';
import { Start } from './start.tsx';
import { isBlocked, token } from './visitor.ts';
import { t } from './words.ts';
import { Write } from './write.tsx';

/** The part that is usable at once: the header and a message box. The conversations load in between. */
export function Panel(props: { look: SiteLook }) {
  // Read once: another tab may open another conversation meanwhile, and the typed text must stay here.
  const at = place.get();
  const [frame, setFrame] = createSignal<Frame | null>(null);
  const [missing, setMissing] = createSignal(false);
  const isNew = () => frame()?.isNew() ?? (at ?? (token() ? '' : NEW)) === NEW;
  const load = () => {
    setMissing(false);
    Core.preload();
  };

  return (
    <main>
      <section class="panel" aria-label={props.look.title || site.name}>
        <Header look={props.look} isInLine={frame()?.isInLine()}>
          {!isBlocked() && frame()?.menu()}
        </Header>
        <Show when={!isBlocked()} fallback={<p class="waits">{shared('refused.blocked')}</p>}>
          <Core at={at} ref={setFrame} missing={() => setMissing(true)} />
          <Switch>
            <Match when={missing() && !frame()}>
              <div class="start">
                <p role="alert">{t('failed')}</p>
                <button type="button" class="btn" onClick={load}>
                  {t('again')}
                </button>
              </div>
            </Match>
            <Match when={isNew()}>
              <Start look={props.look} />
            </Match>
            <Match when={!frame()}>
              <p class="quiet waits">{t('loading')}</p>
            </Match>
          </Switch>
          <Show when={frame()?.page() !== 'past'}>
            <Write frame={frame()} at={at} />
          </Show>
        </Show>
      </section>
    </main>
  );
}
