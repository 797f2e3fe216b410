import { createEffect, createMemo, Match, on, onCleanup, Show, Switch, untrack } from 'solid-js';
import { LinksProvider } from '../customer/links.ts';
import { OfflineStrip } from '../customer/offline-strip.tsx';
import { createSound } from '../customer/sound.tsx';
import strip from '../customer/strip.module.css';
import { t as theirs } from '../customer/words.ts';
import { later } from '../shared/later.ts';
import { createAttention } from '../shared/state/attention.ts';
import { SessionProvider } from '../shared/state/session.ts';
import { createFrame, type Frame, FrameProvider, useFrame } from './frame.tsx';
import { host } from './host.ts';
import { Menu } from './menu.tsx';
import { Peek } from './peek.tsx';
import { startOver } from './start-over.ts';
import { Talk } from './talk.tsx';
import { createHostEvents } from './host-events.ts';
import { token } from './visitor.ts';
import { t } from './words.ts';

const Latest = later(async () => (await import('./latest.tsx')).Latest);
const Past = later(async () => (await import('./past.tsx')).Past);

export function Conversations(props: { at: string | null; ref: (frame: Frame) => void }) {
  const frame: Frame = createFrame(
    { menu: () => menu(), latest: () => latest(), peek: () => peek() },
    untrack(() => props.at),
  );
  const menu = createMemo(() => <Menu of={frame} />);
  const latest = createMemo(() => (
    <Show when={frame.isNew() && Object.keys(frame.session.state()?.rows ?? {}).length > 0}>
      <Latest of={frame} />
    </Show>
  ));
  const peek = createMemo(() => <Peek of={frame} />);
  const { session } = frame;
  createHostEvents(frame);

  // The token was refused.
  createEffect(
    on(session.live.connection, (connection) => {
      const refused = token();
      if (connection === 'ended' && refused) startOver(refused);
    }),
  );

  return (
    <SessionProvider value={session}>
      <FrameProvider value={frame}>
        <LinksProvider value={(id) => `#ticket-${id}`}>
          <Body ref={() => props.ref(frame)} />
        </LinksProvider>
      </FrameProvider>
    </SessionProvider>
  );
}

function Body(props: { ref: () => void }) {
  const frame = useFrame();
  const isHere = (id: string) => host().open && frame.page() === 'talk' && frame.current() === id;
  createSound(
    isHere,
    createAttention(() => host().focus),
  );

  /** Opens links to other conversations inside the frame, so that the page keeps its history. */
  const followed = (event: MouseEvent) => {
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    const id = /^#ticket-(.+)$/u.exec(link?.getAttribute('href') ?? '')?.[1];
    if (!id) return;
    event.preventDefault();
    frame.show(id);
  };
  addEventListener('click', followed);
  onCleanup(() => removeEventListener('click', followed));
  untrack(() => props.ref());

  return (
    <>
      <OfflineStrip />
      <Show when={frame.moved() && frame.moved() === frame.current()}>
        <p class={strip.strip}>{theirs('moved')}</p>
      </Show>
      <Switch>
        <Match when={frame.page() === 'past'}>
          <Past />
        </Match>
        <Match when={frame.isNew()}>{null}</Match>
        <Match when={!frame.isLoaded()}>
          <Show when={frame.session.started()} fallback={<p class="quiet waits">{t('loading')}</p>}>
            <div class="start">
              <p>{t('failed')}</p>
              <button type="button" class="btn" onClick={() => void frame.session.start().catch(() => {})}>
                {t('again')}
              </button>
            </div>
          </Show>
        </Match>
        <Match when={frame.current()} keyed>
          {(id) => <Talk ticketId={id} />}
        </Match>
      </Switch>
    </>
  );
}
