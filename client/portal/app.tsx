import { createSignal, Match, onCleanup, onMount, Switch } from 'solid-js';
import { Announcer, announce } from '../shared/ui/announce.tsx';
import { later } from '../shared/later.ts';
import { createSession, SessionProvider } from '../shared/state/session.ts';
import { MovedProvider } from './conversation/moved.ts';
import { Layout } from './layout.tsx';
import { followLinks, go, path, ticketInPath, toTicket } from './route.ts';
import { ChoosePage } from './tickets/choose-page.tsx';
import { AskPage } from './tickets/ask-page-later.ts';
import { t } from '../customer/words.ts';
import { isStaffHere } from './as-portal.ts';

// The list of tickets paints without these pages.
const AccountPage = later(async () => (await import('./account/account-page.tsx')).AccountPage);
const SignInPage = later(async () => (await import('./account/sign-in-page.tsx')).SignInPage);
const StaffHere = later(async () => (await import('./staff-here.tsx')).StaffHere);
const NoPage = later(async () => (await import('./no-page.tsx')).NoPage);
const ConversationPage = later(async () => (await import('./conversation/conversation-page.tsx')).ConversationPage);

/** A person who is not signed in sees the sign-in page at every address, and stays at that address afterwards. */
export function App() {
  const [moved, setMoved] = createSignal<{ from: string; to: string } | null>(null);
  const session = createSession({
    onMoved: (from, to) => {
      setMoved({ from, to });
      // The writer follows the message; a person elsewhere is only told.
      if (ticketInPath() === from) go(toTicket(to));
      announce(t('moved'));
    },
  });
  const start = () => void session.start().catch(() => {});
  onMount(() => {
    onCleanup(followLinks());
    start();
    // Loaded beside the snapshot, because the address or the next click opens a conversation.
    ConversationPage.preload();
  });
  const isOut = () => session.live.connection() === 'ended';

  return (
    <SessionProvider value={session}>
      <MovedProvider value={moved}>
        <Switch>
          <Match when={isStaffHere() && !session.state()}>
            <StaffHere />
          </Match>
          <Match when={session.started() && isOut()}>
            <SignInPage />
          </Match>
          <Match when={session.state()}>
            <Layout>
              <Switch fallback={<NoPage />}>
                <Match when={path() === '/'}>
                  <ChoosePage />
                </Match>
                <Match when={ticketInPath()}>{(id) => <ConversationPage ticketId={id()} />}</Match>
                <Match when={path() === '/ask'}>
                  <AskPage />
                </Match>
                <Match when={path() === '/account'}>
                  <AccountPage />
                </Match>
              </Switch>
            </Layout>
          </Match>
          <Match when={session.started()}>
            <Unreachable retry={start} />
          </Match>
        </Switch>
        <Announcer />
      </MovedProvider>
    </SessionProvider>
  );
}

function Unreachable(props: { retry: () => void }) {
  return (
    <main class="unreachable">
      <p>{t('failed')}</p>
      <button type="button" class="btn" onClick={() => props.retry()}>
        {t('again')}
      </button>
    </main>
  );
}
