import { createEffect, createSignal, For, type JSX, on, onCleanup, Show } from 'solid-js';
import type { SiteLook } from '../../server/sites/contract.ts';
import type { FrameConfig } from '../../server/widget/contract.ts';
import { createReplyTime, replyTimeWords } from '../customer/reply-time.tsx';
import { backWords, isAway } from './hours.ts';
import { host, tell } from './host.ts';
import { Icon } from './icon.tsx';
import { isPreview, site } from './site.ts';
import { t } from './words.ts';
import { t as theirs } from '../customer/words.ts';
import { perLanguage } from '../shared/language.ts';
import { Face } from '../shared/ui/face.tsx';

const LOOK_AGAIN_MS = 60_000;

const lists = perLanguage(({ locale }) => new Intl.ListFormat(locale, { type: 'conjunction' }));
const listed = (names: string[]) => lists().format(names);

interface Props {
  look: SiteLook;
  /** Whether nothing was sent yet. */
  isNew: boolean;
  /** The wait to expect for the open conversation, if it stands in the queue: it replaces every other promise. */
  expected?: string | null | undefined;
  /** The assignee of the open conversation, with their first name. */
  holder?: FrameConfig['team'][number] | undefined;
  children?: JSX.Element;
}

/** The name of the chat, and how soon somebody replies: one promise at a time, and none while the team is away. */
export function Header(props: Props) {
  const [replyTime, askAgain] = createReplyTime();
  const [now, setNow] = createSignal(Date.now());
  const timer = setInterval(() => {
    setNow(Date.now());
    if (props.isNew && host().open) askAgain();
  }, LOOK_AGAIN_MS);
  onCleanup(() => clearInterval(timer));

  // The visitor begins a new conversation, perhaps long after the first request.
  createEffect(
    on(
      () => props.isNew,
      (isNew) => isNew && askAgain(),
      { defer: true },
    ),
  );

  const title = () => props.look.title || site.name || t('chat');
  const away = () => isAway(site.hours, now());
  const says = () => {
    if (away() && site.hours) return backWords(site.hours, now());
    const known = replyTime();
    // The queue of others does not concern a conversation that somebody answers already.
    const ofNew = known && (known.isUsual || props.isNew) ? replyTimeWords(known) : '';
    return (props.expected ?? ofNew) || (site.here ? t('here') : '');
  };

  const faces = () => (props.holder ? [props.holder] : site.team);
  const who = () => {
    if (props.holder) return theirs('status.assigned', { name: props.holder.name });
    const names = site.team.map(({ name }) => name);
    return names.length > 0 ? t.count('team', names.length, { names: listed(names) }) : '';
  };

  return (
    <header class="top">
      <h1 class="sr">{t('chat')}</h1>
      <h2 class="clip">
        <bdi>{title()}</bdi>
      </h2>
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
      <div class="who">
        <span class="faces" aria-hidden="true">
          <For each={faces()}>{(one) => <Face of={one} />}</For>
        </span>
        <div>
          <Show when={who()}>
            <p dir="auto">{who()}</p>
          </Show>
          <Show when={says()}>
            <p class="soon">
              <span class="here" classList={{ away: away() || !site.here }} />
              {says()}
            </p>
          </Show>
        </div>
      </div>
    </header>
  );
}
