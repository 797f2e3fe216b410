import { createSignal, createUniqueId, Match, Switch } from 'solid-js';
import { announce } from '../shared/ui/announce.tsx';
import { createAfterWriting } from '../shared/ui/box.ts';
import { ApiError, request } from '../shared/request.ts';
import { textIn } from '../shared/ui/form.ts';
import { keep } from '../shared/keep.ts';
import { problemWords } from '../shared/problems.ts';
import { useState } from '../shared/state/session.ts';
import { owner } from './site.ts';
import { asked } from './visitor.ts';
import { t } from './words.ts';

const KEY = `${owner}:address`;

/** Asks for an email address in the thread after the first message, while an answer may still come; optional. */
export function AskAddress(props: { mayAsk: boolean }) {
  const id = createUniqueId();
  const state = useState();
  const [answer, setAnswer] = createSignal(keep.get(KEY) ?? (asked.has('email') ? 'skipped' : null));
  const [saved, setSaved] = createSignal('');
  const [problem, setProblem] = createSignal('');

  const isAsked = createAfterWriting(() => props.mayAsk && answer() === null && state.me.email === null);

  function settle(given: 'saved' | 'skipped') {
    keep.set(KEY, given);
    setAnswer(given);
  }

  async function save(form: HTMLFormElement) {
    const email = textIn(new FormData(form), 'email').trim();
    if (!/^[^\s@]+@[^\s@]+$/u.test(email)) return void setProblem(t('start.email'));
    try {
      await request('PATCH', '/widget/me', { email });
      setSaved(email);
      settle('saved');
      announce(t('address.saved', { address: email }));
    } catch (error) {
      const isAddress = error instanceof ApiError && error.fields['email'] !== undefined;
      setProblem(isAddress ? t('start.email') : error instanceof ApiError ? problemWords(error) : t('address.failed'));
    }
  }

  return (
    <Switch>
      <Match when={props.mayAsk && saved()}>
        <p class="said">{t('address.saved', { address: saved() })}</p>
      </Match>
      <Match when={isAsked()}>
        <form
          class="address"
          novalidate
          onSubmit={(event) => {
            event.preventDefault();
            void save(event.currentTarget);
          }}
        >
          <label for={id}>{t('address.title')}</label>
          <div>
            <input
              id={id}
              class="input"
              type="text"
              name="email"
              autocomplete="email"
              inputmode="email"
              maxlength={254}
              placeholder={t('address.label')}
              aria-invalid={problem() ? 'true' : undefined}
              aria-describedby={problem() ? `${id}-problem` : undefined}
            />
            <button type="submit" class="btn">
              {t('address.save')}
            </button>
            <button type="button" class="btn bare" onClick={() => settle('skipped')}>
              {t('address.skip')}
            </button>
          </div>
          <p class="problem" id={`${id}-problem`} role="alert">
            {problem()}
          </p>
        </form>
      </Match>
    </Switch>
  );
}
