import Paperclip from 'lucide-solid/icons/paperclip';
import X from 'lucide-solid/icons/x';
import { Match, Show, Switch } from 'solid-js';
import styles from './composer-files.module.css';
import { createSource } from './sources.ts';
import { isUnseen, sizeWords } from './sizes.ts';
import type { TrayItem } from './tray.ts';
import { numberWords } from '../words.ts';
import { t } from './words.ts';

/** One file with the state of its upload. */
export function TrayRow(props: { item: TrayItem; retry: () => void; another: () => void; remove: () => void }) {
  const source = createSource(() => props.item.preview);
  const isWithoutPreview = () => props.item.attachment !== undefined && isUnseen(props.item.attachment);
  const percent = () => Math.floor(props.item.progress * 100);
  return (
    <li class={styles.row}>
      <span class={styles.look} aria-hidden="true">
        <Show when={props.item.preview} fallback={<Paperclip size={18} stroke-width={1.75} />}>
          {(_shown) => (
            <img
              src={source()}
              alt=""
              width={36}
              height={36}
              // A picture that the browser cannot draw is hidden, without a broken-image icon.
              onError={(event) => (event.currentTarget.style.visibility = 'hidden')}
            />
          )}
        </Show>
      </span>
      <span class={styles.says}>
        <b class="clip" dir="auto">
          {props.item.name}
        </b>
        <Switch
          fallback={
            <small data-told={isWithoutPreview() ? '' : undefined}>
              {sizeWords(props.item.size)}
              <Show when={isWithoutPreview()}>. {t('noPreview')}</Show>
            </small>
          }
        >
          <Match when={props.item.state === 'failed'}>
            <small class="hot" role="alert">
              {props.item.problem}
            </small>
          </Match>
          <Match when={props.item.state === 'queued'}>
            <small>{t('queued')}</small>
          </Match>
          <Match when={props.item.state === 'uploading'}>
            <small class={styles.going}>
              <progress value={props.item.progress} max={1} aria-label={props.item.name} />
              {t('progress', { percent: numberWords(percent()) })}
            </small>
          </Match>
        </Switch>
      </span>
      <Show when={props.item.state === 'failed'}>
        <button type="button" class="btn" onClick={() => (props.item.mayRetry ? props.retry() : props.another())}>
          {t(props.item.mayRetry ? 'retry' : 'another')}
        </button>
      </Show>
      <button
        type="button"
        class="btn bare icon"
        aria-label={t('remove', { name: props.item.name })}
        onClick={() => props.remove()}
      >
        <X size={16} stroke-width={1.75} aria-hidden="true" />
      </button>
    </li>
  );
}
