import { createSignal, For, onMount, Show } from 'solid-js';
import type { TestReport } from '../../../server/oidc/contract.ts';
import { request } from '../../shared/request.ts';
import { useState } from '../../shared/state/session.ts';
import { clockTime, fullTime } from '../../shared/time.ts';
import { useDesk } from '../desk.ts';
import { roleName } from '../people/words.ts';
import { wordsOf } from '../session/provider-page.tsx';
import styles from './sign-in-page.module.css';
import { t } from './test-words.ts';

/** The way to the provider and back, and what came of it. The result follows the # when the browser is back. */
export function TestPart(props: { groupClaim: string }) {
  const desk = useDesk();
  const [report, setReport] = createSignal<TestReport>();
  const [isGone, setIsGone] = createSignal(false);
  const [busy, setBusy] = createSignal(false);

  onMount(() => {
    const id = new URLSearchParams(window.location.hash.slice(1)).get('test');
    if (id === null) return;
    history.replaceState(null, '', window.location.pathname);
    void request('GET', `/sign-in/provider/test/${id}`).then(setReport, () => setIsGone(true));
  });

  async function go() {
    setBusy(true);
    const begun = await desk.attempt(() => request('POST', '/sign-in/provider/test', {}));
    setBusy(false);
    if (begun) window.location.assign(begun.url);
  }

  return (
    <section aria-labelledby="does-it-work">
      <div class={styles.head}>
        <h3 id="does-it-work">{t('title')}</h3>
        <button type="button" class="btn" disabled={busy()} onClick={() => void go()}>
          {t('go')}
        </button>
      </div>
      <p>{t('intro')}</p>
      <Show when={isGone()}>
        <p role="status">{t('gone')}</p>
      </Show>
      <Show when={report()}>{(found) => <Report of={found()} groupClaim={props.groupClaim} />}</Show>
    </section>
  );
}

function Report(props: { of: TestReport; groupClaim: string }) {
  const state = useState();
  const time = () => clockTime(props.of.at);
  const role = () => (props.of.role ? roleName(state, props.of.role.code) : '');
  return (
    <div class={styles.report} role="region" aria-label={t('at', { time: time() })}>
      <h4 title={fullTime(props.of.at)}>
        {t('at', { time: time() })}:{' '}
        <Show when={props.of.problem === null && props.of.person} fallback={t('wouldNot')}>
          {(person) => t('comesIn', { name: person().name, role: role() })}
        </Show>
      </h4>
      <p>
        {t('nobody')}{' '}
        <Show when={props.of.problem}>
          {(problem) => t('said', { words: wordsOf(problem(), String(props.of.minutes ?? 0)) })}
        </Show>
      </p>
      <Show when={props.of.signedWith}>
        {(signed) => (
          <dl class={styles.checks}>
            <dt>{t('provider')}</dt>
            <dd>{t(props.of.speaksPkce ? 'pkce' : 'noPkce')}</dd>
            <dt>{t('answer')}</dt>
            <dd>
              {signed().kid === null
                ? t('signedWithoutName', { alg: signed().alg })
                : t('signed', { alg: signed().alg, kid: signed().kid ?? '' })}
            </dd>
            <dt>{t('clock')}</dt>
            <dd>{clockWords(props.of.aheadSeconds ?? 0)}</dd>
            <Show when={props.of.person}>
              {(person) => (
                <>
                  <dt>{t('person')}</dt>
                  <dd>{t(`is.${person().is}`, { name: person().name })}</dd>
                </>
              )}
            </Show>
            <Show when={props.of.ending}>
              {(ending) => (
                <>
                  <dt>{t('ends')}</dt>
                  <dd>{t(`ending.${ending()}`)}</dd>
                </>
              )}
            </Show>
          </dl>
        )}
      </Show>
      <Show when={props.of.claims.length > 0}>
        <div class={styles.wide} tabindex="0" role="region" aria-label={t('claim')}>
          <table>
            <thead>
              <tr>
                <th scope="col">{t('claim')}</th>
                <th scope="col">{t('itSaid')}</th>
                <th scope="col">{t('follows')}</th>
              </tr>
            </thead>
            <tbody>
              <For each={props.of.claims}>
                {({ name, said }) => (
                  <tr>
                    <th scope="row">
                      <code>{name}</code>
                    </th>
                    <td>
                      <code dir="ltr">{said}</code>
                    </td>
                    <td>{name === props.groupClaim.split('.')[0] ? groupWords() : whyOf(name)}</td>
                  </tr>
                )}
              </For>
            </tbody>
          </table>
        </div>
      </Show>
    </div>
  );

  function groupWords() {
    const all = props.of.groups.map(({ group, role: given }) =>
      given === null ? t('givesNothing', { group }) : t('gives', { group, role: roleName(state, given) }),
    );
    return all.join('; ') || t('why.nothing');
  }
}

const KNOWN = ['sub', 'iss', 'email', 'email_verified', 'name'] as const;
const whyOf = (name: string) => t(`why.${KNOWN.find((one) => one === name) ?? 'nothing'}`);

const clockWords = (seconds: number) =>
  seconds === 0 ? t('same') : t(seconds > 0 ? 'ahead' : 'behind', { n: Math.abs(seconds) });
