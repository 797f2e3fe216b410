import { createSignal, Match, Show, Switch } from 'solid-js';
import type { SiteLook } from '../../server/sites/contract.ts';
import { Core } from './core.ts';
import type { Frame } from './frame.tsx';
import { Header } from './header.tsx';
import { NEW, place } from './place.ts';
import { t as shared } from '../shared/words.ts';
import { site } from './site.ts';
import { Start } from './start.tsx';
import { isBlocked, token } from './visitor.ts';
import { t } from './words.ts';
import { Write } from './write.tsx';

/** What can be used at once: who this is, and a box to write in. The conversations come in between, a moment later. */
export function Panel(props: { look: SiteLook }) {
  // Read once: another tab may go elsewhere before the conversations are here, and what is typed stays where it is.
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
