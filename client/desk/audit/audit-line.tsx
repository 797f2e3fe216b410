import { For, Show } from 'solid-js';
import { type AuditLine, sentenceOf, TOPICS } from '../../../server/audit/contract.ts';
import { clockTime, fullTime } from '../../shared/time.ts';
import { useState } from '../../shared/state/session.ts';
import { Link } from '../link.tsx';
import { roleName } from '../people/words.ts';
import styles from './audit-page.module.css';
import { fieldName, fieldWords, t } from './words.ts';

const SHORT = 8;
/** Enough of an id to tell two lines apart. */
const short = (id: string) => (id.length > 2 * SHORT ? id.slice(-SHORT) : id);

export function Line(props: { line: AuditLine; only: (request: string) => void }) {
  return (
    <li class={styles.line}>
      <time datetime={new Date(props.line.at).toISOString()} title={fullTime(props.line.at)}>
        {clockTime(props.line.at)}
      </time>
      <div>
        <div class={styles.what}>
          <p>
            <b dir="auto">{whoOf(props.line)}</b> <Sentence line={props.line} />
          </p>
          <span class={styles.end}>
            <span title={props.line.address ? t('from', { address: props.line.address }) : undefined}>
              {TOPICS[props.line.topic]}
            </span>
            <Show when={props.line.requestId}>
              {(id) => (
                <button
                  type="button"
                  aria-label={t('request', { short: short(id()) })}
                  title={id()}
                  onClick={() => props.only(id())}
                >
                  {short(id())}
                </button>
              )}
            </Show>
          </span>
        </div>
        <Changes line={props.line} />
        <Details line={props.line} />
      </div>
    </li>
  );
}

function whoOf({ actor, via, requestId }: AuditLine): string {
  if (actor) return actor.name || t('unnamed');
  if (via === 'shell') return t('shell');
  return requestId === null ? t('server') : t('stranger');
}

function Sentence(props: { line: AuditLine }) {
  const parts = () => sentenceOf(props.line.action);
  const how = () =>
    props.line.via === 'token' ? ` ${t('byToken')}` : props.line.via === 'visitor' ? ` ${t('byVisitor')}` : '';
  return (
    <>
      {parts()[0]}
      <Show when={parts().length > 1 && props.line.target}>
        {(target) => <Target target={target()} line={props.line} />}
      </Show>
      {parts()[1]}
      {how()}
    </>
  );
}

function Target(props: { target: NonNullable<AuditLine['target']>; line: AuditLine }) {
  const state = useState();
  const name = () =>
    props.line.action.startsWith('role.')
      ? roleName(state, props.target.id)
      : (props.target.name ?? short(props.target.id));
  const isThere = () => props.line.topic === 'tickets' && props.line.action !== 'ticket.deleted';
  return (
    <Show
      when={isThere()}
      fallback={
        <b dir="auto" title={props.target.id}>
          {name()}
        </b>
      }
    >
      <Link href={`/all/${props.target.id}`}>{name()}</Link>
    </Show>
  );
}

/** Longer ones do not stand beside each other. */
const BESIDE_MOST = 60;

function Changes(props: { line: AuditLine }) {
  const state = useState();
  const fields = () => Object.keys({ ...props.line.before, ...props.line.after });
  const texts = () => {
    const { changed } = props.line.data;
    return Array.isArray(changed) ? changed : [];
  };
  return (
    <Show when={fields().length + texts().length > 0}>
      <dl class={styles.diff}>
        <For each={fields()}>
          {(field) => {
            const words = (values: AuditLine['before']) =>
              fieldWords(field, values?.[field], (code) => roleName(state, code));
            const [from, to] = [words(props.line.before), words(props.line.after)];
            const below = { [styles.whole ?? '']: from.length + to.length > BESIDE_MOST };
            return (
              <>
                <dt>{fieldName(field)}</dt>
                <dd class={styles.from} classList={below} dir="auto">
                  {from}
                </dd>
                <dd class={styles.arrow} classList={below}>
                  <span class="sr">{t('became')}</span>
                  <span aria-hidden="true">→</span>
                </dd>
                <dd class={styles.to} classList={below} dir="auto">
                  {to}
                </dd>
              </>
            );
          }}
        </For>
        <For each={texts()}>
          {(field) => (
            <>
              <dt>{fieldName(field)}</dt>
              <dd class={styles.whole}>{t('edited')}</dd>
            </>
          )}
        </For>
      </dl>
    </Show>
  );
}

/** What else the line says, such as how much was deleted. */
function Details(props: { line: AuditLine }) {
  const state = useState();
  const said = () =>
    Object.entries(props.line.data)
      .filter(([name]) => name !== 'changed' && name !== 'number')
      .map(([name, value]) => `${fieldName(name)}: ${fieldWords(name, value, (code) => roleName(state, code))}`);
  return (
    <Show when={said().length > 0}>
      <p class={styles.more} dir="auto">
        {said().join(' · ')}
      </p>
    </Show>
  );
}
