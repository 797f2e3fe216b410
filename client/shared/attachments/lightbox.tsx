import ChevronLeft from 'lucide-solid/icons/chevron-left';
import ChevronRight from 'lucide-solid/icons/chevron-right';
import Download from 'lucide-solid/icons/download';
import X from 'lucide-solid/icons/x';
import { createSignal, Show, untrack } from 'solid-js';
import { Dialog } from '../ui/dialog.tsx';
import styles from './lightbox.module.css';
import { createSource, download } from './sources.ts';
import { addressOf, type Picture, sizeWords } from './sizes.ts';
import { numberWords } from '../words.ts';
import { t } from './words.ts';

/** Shows the pictures of one message one at a time over the whole page. Closing returns the focus. */
export function Lightbox(props: { pictures: Picture[]; first: number; closed: () => void }) {
  const [at, setAt] = createSignal(untrack(() => props.first));
  let shut = () => {};

  const picture = () => props.pictures[at()];
  const source = createSource(() => {
    const shown = picture();
    return shown ? addressOf(shown) : null;
  });
  const many = () => props.pictures.length > 1;
  const move = (by: number) => setAt((now) => (now + by + props.pictures.length) % props.pictures.length);
  function pressed(event: KeyboardEvent) {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
    event.preventDefault();
    const forward = (event.key === 'ArrowRight') !== (getComputedStyle(document.documentElement).direction === 'rtl');
    if (many()) move(forward ? 1 : -1);
  }

  return (
    <Dialog
      class={styles.box}
      label={picture()?.name}
      close={() => props.closed()}
      onKeyDown={pressed}
      ref={(given) => (shut = given)}
    >
      <Show when={picture()}>
        {(shown) => (
          <div class={styles.frame}>
            <div class={styles.head}>
              <p>
                <b class="clip" dir="auto">
                  {shown().name}
                </b>
                <span>{sizeWords(shown().size)}</span>
                <Show when={many()}>
                  <span aria-live="polite">
                    {t('place', { n: numberWords(at() + 1), all: numberWords(props.pictures.length) })}
                  </span>
                </Show>
              </p>
              <a class="btn" href={addressOf(shown())} download={shown().name} onClick={download}>
                <Download size={16} stroke-width={1.75} aria-hidden="true" />
                {t('download')}
              </a>
              <button type="button" class="btn icon" aria-label={t('close')} autofocus onClick={() => shut()}>
                <X size={18} stroke-width={1.75} aria-hidden="true" />
              </button>
            </div>
            {/* A click beside the picture closes it. */}
            <div class={styles.stage} onClick={(event) => event.target === event.currentTarget && shut()}>
              <img src={source()} width={shown().width} height={shown().height} alt={shown().name} />
            </div>
            <Show when={many()}>
              <button
                type="button"
                class={`btn icon ${styles.back}`}
                aria-label={t('previous')}
                onClick={() => move(-1)}
              >
                <ChevronLeft size={18} stroke-width={1.75} aria-hidden="true" />
              </button>
              <button type="button" class={`btn icon ${styles.on}`} aria-label={t('next')} onClick={() => move(1)}>
                <ChevronRight size={18} stroke-width={1.75} aria-hidden="true" />
              </button>
            </Show>
          </div>
        )}
      </Show>
    </Dialog>
  );
}
