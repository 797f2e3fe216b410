import { createSignal, type JSX, onCleanup, Show } from 'solid-js';
import type { SiteLook } from '../../server/sites/contract.ts';
import { createUsualReply, replyTimeWords } from '../customer/reply-time.tsx';
import { backWords, isAway } from './hours.ts';
import { tell } from './host.ts';
import { Icon } from './icon.tsx';
import { isPreview, site } from './site.ts';
import { t } from './words.ts';

const LOOK_AGAIN_MS = 60_000;

/** The name of the chat, and how soon somebody replies. */
export function Header(props: { look: SiteLook; isInLine?: boolean | undefined; children?: JSX.Element }) {
  const usual = createUsualReply();
  const [now, setNow] = createSignal(Date.now());
  const timer = setInterval(() => setNow(Date.now()), LOOK_AGAIN_MS);
  onCleanup(() => clearInterval(timer));

  const title = () => props.look.title || site.name || t('chat');
  const away = () => isAway(site.hours, now());
  const says = () => {
    if (away() && site.hours) return backWords(site.hours, now());
    const ms = usual();
    // A waiting visitor sees the expected wait instead.
    if (ms !== null && !props.isInLine) return replyTimeWords(ms);
    return site.here ? t('here') : '';
  };

  return (
    <header class="top">
      <div>
        <h1 class="sr">{t('chat')}</h1>
        <h2 class="clip">
          <bdi>{title()}</bdi>
        </h2>
        <Show when={says()}>
          <p>
            <span class="here" classList={{ away: away() || !site.here }} />
            {says()}
          </p>
        </Show>
      </div>
      {props.children}
      <button
        type="button"
        class="btn bare icon"
        aria-label={t('close')}
        title={t('close')}
        disabled={isPreview}
        onClick={() => tell({ type: 'close' })}
      >
        <Icon name="close" />
      </button>
    </header>
  );
}
