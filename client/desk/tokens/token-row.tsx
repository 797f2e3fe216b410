import { Show } from 'solid-js';
import type { ApiToken } from '../../../server/tokens/contract.ts';
import { useState } from '../../shared/state/session.ts';
import { momentWords } from '../../shared/time.ts';
import styles from './tokens-page.module.css';
import { dateWords, scopeWords, t } from './words.ts';

interface Props {
  token: ApiToken;
  rotate: () => void;
  endOld: () => void;
  end: () => void;
}

export function TokenRow(props: Props) {
  const state = useState();
  const isMine = () => props.token.owner.id === state.me.id;
  const may = (action: 'update' | 'delete') => state.me.rights.settings?.includes(action) ?? false;
  const mayChange = () => isMine() || (props.token.isMachine && may('update'));
  const who = () => {
    const { isMachine, by, owner } = props.token;
    if (isMachine) return by ? t('machineBy', { name: by.name }) : t('machine');
    return isMine() ? t('yours') : owner.name;
  };
  const named = (act: string) => t('acts.of', { act, name: props.token.name });
  return (
    <tr>
      <th scope="row">
        {props.token.name}
        <small>{who()}</small>
      </th>
      <td data-l={t('heads.may')}>{scopeWords(props.token.scopes)}</td>
      <td data-l={t('heads.used')}>
        {props.token.usedAt ? dateWords(props.token.usedAt) : t('notYet')}
        <Show when={props.token.usedAddress}>
          <small>{props.token.usedAddress}</small>
        </Show>
      </td>
      <td data-l={t('heads.ends')}>
        {props.token.expiresAt > Date.now()
          ? dateWords(props.token.expiresAt)
          : t('ended', { time: dateWords(props.token.expiresAt) })}
        <Show when={props.token.previousUntil}>
          {(until) => <small>{t('old', { time: momentWords(until()) })}</small>}
        </Show>
      </td>
      <td class={styles.acts}>
        <Show when={mayChange()}>
          <Show when={props.token.previousUntil}>
            <button type="button" class="btn bare" aria-label={named(t('acts.endOld'))} onClick={() => props.endOld()}>
              {t('acts.endOld')}
            </button>
          </Show>
          <button type="button" class="btn bare" aria-label={named(t('acts.rotate'))} onClick={() => props.rotate()}>
            {t('acts.rotate')}
          </button>
        </Show>
        <Show when={isMine() || may('delete')}>
          <button type="button" class="btn bare" aria-label={named(t('acts.end'))} onClick={() => props.end()}>
            {t('acts.end')}
          </button>
        </Show>
      </td>
    </tr>
  );
}
