import { createSignal, Match, onMount, Show, Switch } from 'solid-js';
import { type PendingConnection, type Problem, PROBLEMS } from '../../../server/oidc/contract.ts';
import { problemWords } from '../../shared/problems.ts';
import { request } from '../../shared/request.ts';
import { type Asked, askedBy } from '../../shared/sign-in/asked.ts';
import { CodeField } from '../../shared/sign-in/second-step.tsx';
import { FormProblem, PasswordField, UsernameForKeepers } from '../../shared/ui/account-fields.tsx';
import { typeAtOnce } from '../../shared/ui/first-field.ts';
import { createForm } from '../../shared/ui/form.ts';
import { useEntry } from './link-page.tsx';
import { t } from './provider-words.ts';
import { Second } from './second.tsx';
import { takeSecret } from './secret-in-address.ts';
import styles from './session.module.css';

const toSignIn = () => window.location.replace('/desk');

/** Where the server sends a browser that came back from the OpenID provider, and is not signed in yet. */
export function ProviderPage() {
  const said = new URLSearchParams(takeSecret());
  const enter = useEntry();
  const { second } = Object.fromEntries(said);
  const [asked, setAsked] = createSignal<Asked | null>(
    second ? { pending: second, mustEnrol: said.get('enrol') !== null } : null,
  );
  const problem = PROBLEMS.find((one) => one === said.get('problem'));
  const pending = said.get('confirm');
  document.title = t('title');

  return (
    <main class={styles.page}>
      <Switch fallback={<Trouble words={t('reloaded')} />}>
        <Match when={asked()}>
          <Second asked={asked()} done={({ kind }) => enter(kind)} again={toSignIn} />
        </Match>
        <Match when={problem}>{(is) => <Trouble words={wordsOf(is(), said.get('minutes'))} />}</Match>
        <Match when={pending}>
          {(secret) => <Confirm pending={secret()} ask={setAsked} done={(kind) => enter(kind)} />}
        </Match>
      </Switch>
    </main>
  );
}

export function wordsOf(problem: Problem, minutes: string | null) {
  const n = Math.abs(Number(minutes ?? 0));
  return problem === 'clock' ? t('problem.clock', { minutes: n }) : t(`problem.${problem}`);
}

/** What happened, and the ways on. */
const Trouble = (props: { words: string }) => (
  <form onSubmit={(event) => event.preventDefault()}>
    <header>
      <h1>{t('title')}</h1>
    </header>
    <p role="alert">{props.words}</p>
    <a class="btn main" href="/api/auth/oidc" rel="external">
      {t('again')}
    </a>
    <a href="/desk" rel="external">
      {t('back')}
    </a>
  </form>
);

interface Confirming {
  pending: string;
  ask: (asked: Asked) => void;
  done: (kind: 'staff' | 'customer') => void;
}

/** The owner of an account confirms, once, that they are the person at the provider. */
function Confirm(props: Confirming) {
  const [whose, setWhose] = createSignal<PendingConnection>();
  const [gone, setGone] = createSignal('');
  onMount(
    () =>
      void request('POST', '/auth/oidc/pending', { pending: props.pending }).then(setWhose, (error: unknown) =>
        setGone(problemWords(error)),
      ),
  );
  const form = createForm(
    ({ password, code }) =>
      request('POST', '/auth/oidc/confirm', {
        pending: props.pending,
        ...(password === undefined ? { code: code ?? '' } : { password }),
      }).catch(askedBy((asked) => props.ask(asked))),
    (me) => me && props.done(me.kind),
  );
  return (
    <Switch>
      <Match when={gone()}>{(words) => <Trouble words={words()} />}</Match>
      <Match when={whose()}>
        {(is) => (
          <form ref={typeAtOnce} onSubmit={(event) => void form.submit(event)} novalidate>
            <header>
              <h1>{t('confirm.title')}</h1>
            </header>
            <p>{t('confirm.intro', { label: is().label, email: is().email, name: is().name })}</p>
            <p>{t(`confirm.${is().way}`, { label: is().label })}</p>
            <Show
              when={is().way === 'password'}
              fallback={<CodeField label={t('confirm.codeLabel')} problem={form.fields()['code']} />}
            >
              <UsernameForKeepers email={is().email} />
              <PasswordField form={form} />
            </Show>
            <FormProblem form={form} />
            <button type="submit" class="btn main" disabled={form.busy()}>
              {t('confirm.go')}
            </button>
            <a href="/desk" rel="external">
              {t('back')}
            </a>
          </form>
        )}
      </Match>
    </Switch>
  );
}
