import { createSignal, For, onMount, Show } from 'solid-js';
import type { Erasure } from '../../../server/erasure/contract.ts';
import { request } from '../../shared/request.ts';
import { FormProblem } from '../../shared/ui/account-fields.tsx';
import { Field } from '../../shared/ui/fields.tsx';
import { createForm } from '../../shared/ui/form.ts';
import { useDesk } from '../desk.ts';
import styles from '../people/people-dialogs.module.css';
import { shared } from '../words.ts';
import own from './erase-form.module.css';
import { t } from './words.ts';

interface Props {
  of: { id: string; name: string };
  close: () => void;
  done: () => void;
}

/** What goes and what stays, and the name typed again: nothing brings a person back. */
export function EraseForm(props: Props) {
  const [found, setFound] = createSignal<Erasure>();
  const [failed, setFailed] = createSignal(false);
  const load = () => {
    setFailed(false);
    const { id } = props.of;
    return request('GET', `/users/${id}/erasure`).then(setFound, () => setFailed(true));
  };
  onMount(() => void load());

  return (
    <div class={styles.parts}>
      <h2 id="people-dialog">{t('title', { name: props.of.name })}</h2>
      <p>{t('never')}</p>
      <Show when={failed()}>
        <p role="alert" class={own.failed}>
          {t('loadFailed')}{' '}
          <button type="button" class="btn" onClick={() => void load()}>
            {t('again')}
          </button>
        </p>
      </Show>
      <Show when={found()} fallback={<Close close={() => props.close()} />}>
        {(now) => (
          <Show
            when={now().refusal === null}
            fallback={
              <>
                <p class="problem">{refusalWords(now().refusal)}</p>
                <Close close={() => props.close()} />
              </>
            }
          >
            <Certain erasure={now()} close={() => props.close()} done={() => props.done()} />
          </Show>
        )}
      </Show>
    </div>
  );
}

const REFUSED: Partial<Record<string, 'refused.self' | 'refused.last' | 'refused.lastWay' | 'refused.held'>> = {
  'users.self': 'refused.self',
  'users.last_admin': 'refused.last',
  'sign_in.last_way': 'refused.lastWay',
  'holds.held': 'refused.held',
};
const refusalWords = (code: string | null) => t(REFUSED[code ?? ''] ?? 'refused.more');

const Close = (props: { close: () => void }) => (
  <p class={styles.do}>
    <button type="button" class="btn" onClick={() => props.close()}>
      {shared('close')}
    </button>
  </p>
);

function Certain(props: { erasure: Erasure; close: () => void; done: () => void }) {
  const desk = useDesk();
  const form = createForm(
    ({ name = '', texts }) =>
      request('POST', `/users/${props.erasure.id}/erasure`, { name: name.trim(), texts: texts === 'on' }),
    () => {
      desk.say({ text: t('done', { name: props.erasure.name }) });
      props.done();
    },
  );
  return (
    <form class={styles.parts} onSubmit={(event) => void form.submit(event)} novalidate>
      <dl class={own.fate}>
        <dt>{t('goes')}</dt>
        <dd>
          <ul>
            <For each={goesIn(props.erasure)}>{(words) => <li>{words}</li>}</For>
          </ul>
        </dd>
        <dt>{t('stays')}</dt>
        <dd>
          {props.erasure.stays.tickets > 0 ? t.count('tickets', props.erasure.stays.tickets) : t('noTickets')}
          <Show when={props.erasure.stays.released > 0}>
            {'. '}
            {t.count('released', props.erasure.stays.released)}
          </Show>
        </dd>
      </dl>
      <Show when={props.erasure.texts}>
        {(texts) => (
          <label class={own.texts}>
            <input type="checkbox" class="check" name="texts" aria-describedby="erase-texts" />
            <span>
              {t('texts', {
                messages: t.count('messages', texts().messages),
                files: t.count('sentFiles', texts().files),
              })}
              <small id="erase-texts">{t('textsNote')}</small>
            </span>
          </label>
        )}
      </Show>
      <Field
        label={t('confirm', { name: props.erasure.name })}
        name="name"
        type="text"
        autocomplete="off"
        spellcheck={false}
        required
        problem={form.fields()['name']}
      />
      <FormProblem form={form} />
      <p class={styles.do}>
        <button type="button" class="btn bare" onClick={() => props.close()}>
          {shared('cancel')}
        </button>
        <button type="submit" class="btn danger" disabled={form.busy()}>
          {t('go')}
        </button>
      </p>
    </form>
  );
}

function goesIn({ goes }: Erasure): string[] {
  const counted = (['sessions', 'drafts', 'savedReplies', 'views', 'files'] as const).filter((name) => goes[name] > 0);
  return [
    t('name'),
    ...(goes.address ? [t('address')] : []),
    ...(goes.picture ? [t('picture')] : []),
    ...counted.map((name) => t.count(name, goes[name])),
  ];
}
