import type { SiteLook } from '../../server/sites/contract.ts';
import { shared, t as theirs } from '../customer/words.ts';
import bubble from '../customer/bubble.module.css';
import { clockTime } from '../shared/time.ts';
import { Header } from './header.tsx';
import { Start } from './start.tsx';
import { t } from './words.ts';

/** The preview for admins: it looks as for a visitor, and sends nothing. */
export function Preview(props: { look: SiteLook }) {
  const time = clockTime(Date.now());
  return (
    <main>
      <section class="panel" aria-label={t('chat')}>
        <Header look={props.look} isNew />
        <div class="sample">
          <Start look={props.look} />
          <article class={`${bubble.turn} ${bubble.mine} ${bubble.first}`} aria-label={shared('you')}>
            <div class={bubble.line}>
              <p class={bubble.bubble}>{t('sample.asks')}</p>
            </div>
            <p class={bubble.state}>{shared('state.seen', { time })}</p>
          </article>
          <article class={`${bubble.turn} ${bubble.first}`} aria-label="Ida">
            <p class={bubble.who}>
              <b>Ida</b> {time}
            </p>
            <div class={bubble.line}>
              <p class={bubble.bubble}>{t('sample.answers')}</p>
            </div>
          </article>
        </div>
        <form class="write" onSubmit={(event) => event.preventDefault()}>
          <textarea
            class="input"
            rows={1}
            aria-label={theirs('write.label')}
            placeholder={theirs('write.any')}
            disabled
          />
          <button type="submit" class="btn main" disabled>
            {shared('send')}
          </button>
        </form>
      </section>
    </main>
  );
}
