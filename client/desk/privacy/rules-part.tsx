import { createSignal, For, Show } from 'solid-js';
import { ALL, type Rule } from '../../../server/retention/contract.ts';
import { useState } from '../../shared/state/session.ts';
import { momentWords } from '../../shared/time.ts';
import part from '../settings/part.module.css';
import { Loaded } from './loaded.tsx';
import { privacyApi } from './privacy-api.ts';
import styles from './privacy.module.css';
import { RuleForm } from './rule-form.tsx';
import { t } from './words.ts';

export function RulesPart() {
  const state = useState();
  const [changing, setChanging] = createSignal<Rule | 'new' | null>(null);
  const { rights } = state.me;
  const mayChange = (rights.settings?.includes('update') && rights.tickets?.includes('delete')) ?? false;
  const load = async () => {
    const [{ items: rules }, { items: sites }] = await Promise.all([privacyApi.rules(), privacyApi.sites()]);
    return {
      rules,
      free: [{ id: ALL, name: '' }, ...sites].filter(({ id }) => !rules.some(({ scope }) => scope === id)),
    };
  };
  return (
    <section class={part.part} aria-labelledby="rules">
      <h3 id="rules">{t('rules.title')}</h3>
      <p>{t('rules.intro')}</p>
      <Loaded load={load}>
        {(found, again) => (
          <>
            <Show when={found().rules.length > 0} fallback={<p class="quiet">{t('rules.none')}</p>}>
              <ul class={styles.list}>
                <For each={found().rules}>
                  {(rule) => (
                    <li>
                      <Sentence rule={rule} />
                      <Show when={mayChange && changing() === null}>
                        <button
                          type="button"
                          class="btn"
                          aria-label={t('rules.changeOf', { name: nameOf(rule) })}
                          onClick={() => setChanging(rule)}
                        >
                          {t('rules.change')}
                        </button>
                      </Show>
                    </li>
                  )}
                </For>
              </ul>
            </Show>
            <Show
              when={changing()}
              keyed
              fallback={
                <Show when={mayChange && found().free.length > 0}>
                  <button type="button" class="btn" onClick={() => setChanging('new')}>
                    {t('rules.add')}
                  </button>
                </Show>
              }
            >
              {(now) => (
                <RuleForm
                  rule={now === 'new' ? null : now}
                  name={now === 'new' ? t('rules.newRule') : nameOf(now)}
                  free={found().free}
                  close={() => setChanging(null)}
                  done={() => {
                    setChanging(null);
                    void again();
                  }}
                />
              )}
            </Show>
          </>
        )}
      </Loaded>
    </section>
  );
}

const nameOf = ({ site }: Rule) => (site ? t('rules.site', { name: site.name }) : t('rules.all'));

function Sentence(props: { rule: Rule }) {
  const does = () => {
    const { action, months, resolved } = props.rule;
    const done = t(resolved ? 'rules.closedOrResolved' : 'rules.closed');
    return t.count(`rules.${action}`, months, { done });
  };
  const state = () => {
    const { isOn, nextRunAt, site } = props.rule;
    if (isOn && nextRunAt !== null) return t('rules.next', { time: momentWords(nextRunAt) });
    return t(site ? 'rules.offSite' : 'rules.off');
  };
  const last = () => {
    const { last: run } = props.rule;
    if (!run) return '';
    const held = run.held > 0 ? `, ${t.count('rules.lastHeld', run.held)}` : '';
    return ` ${t.count('rules.last', run.done)}${held}.`;
  };
  return (
    <span>
      <b dir="auto">{nameOf(props.rule)}</b>
      <span>{does()}</span>
      <small>
        {state()}
        {last()}
      </small>
    </span>
  );
}
