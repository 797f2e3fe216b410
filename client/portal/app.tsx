import { Route, Router, type RouteSectionProps, useLocation, useNavigate } from '@solidjs/router';
import { createSignal, Match, onMount, Switch } from 'solid-js';
import { Announcer, announce } from '../shared/announce.tsx';
import { createSession, SessionProvider } from '../shared/session.ts';
import { AccountPage } from './account/account-page.tsx';
import { SignInPage } from './account/sign-in-page.tsx';
import { ConversationPage } from './conversation/conversation-page.tsx';
import { MovedProvider } from './conversation/moved.ts';
import { Layout } from './layout.tsx';
import { AskPage } from './tickets/ask-page.tsx';
import { ChoosePage } from './tickets/choose-page.tsx';
import { t } from './words.ts';

export function App() {
  return (
    <Router root={Root}>
      <Route path="/" component={ChoosePage} />
      <Route path="/ask" component={AskPage} />
      <Route path="/tickets/:id" component={ConversationPage} />
      <Route path="/account" component={AccountPage} />
      <Route path="*" component={ChoosePage} />
    </Router>
  );
}

/** Whoever is not signed in is asked to, at whatever address, and finds themselves there afterwards. */
function Root(props: RouteSectionProps) {
  const [moved, setMoved] = createSignal<{ from: string; to: string } | null>(null);
  const location = useLocation();
  const navigate = useNavigate();
  const session = createSession({
    onMoved: (from, to) => {
      setMoved({ from, to });
      // Who wrote it goes along with it; who is elsewhere by now is only told.
      if (location.pathname === `/tickets/${from}`) navigate(`/tickets/${to}`);
      announce(t('ticket.moved'));
    },
  });
  onMount(() => void session.start().catch(() => {}));
  const isOut = () => session.live.connection() === 'ended';

  return (
    <SessionProvider value={session}>
      <MovedProvider value={moved}>
        <Switch>
          <Match when={session.started() && isOut()}>
            <SignInPage />
          </Match>
          <Match when={session.state()}>
            <Layout>{props.children}</Layout>
          </Match>
          <Match when={session.started()}>
            <Unreachable retry={() => void session.start().catch(() => {})} />
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
      <p>{t('ticket.failed')}</p>
      <button type="button" class="btn" onClick={() => props.retry()}>
        {t('ticket.again')}
      </button>
    </main>
  );
}
