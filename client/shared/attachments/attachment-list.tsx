import Download from 'lucide-solid/icons/download';
import FileIcon from 'lucide-solid/icons/file';
import { createSignal, For, Match, Show, Switch } from 'solid-js';
import type { Attachment } from '../../../server/attachments/contract.ts';
import { later } from '../later.ts';
import styles from './attachment-list.module.css';
import { createSource, download } from './sources.ts';
import { addressOf, isPicture, type Picture, shownSize, sizeWords, smallAddressOf } from './sizes.ts';
import { t } from './words.ts';

const Lightbox = later(async () => (await import('./lightbox.tsx')).Lightbox);

/** Pictures in their final size, other files as rows. */
export function AttachmentList(props: { files: Attachment[] }) {
  const pictures = () => props.files.filter(isPicture);
  const [shown, setShown] = createSignal<number | null>(null);

  return (
    <>
      <ul class={styles.list}>
        <For each={props.files}>
          {(file) => (
            <Switch>
              <Match when={isPicture(file) && file}>
                {(picture) => (
                  <li class={styles.picture}>
                    <PictureView picture={picture()} show={() => setShown(pictures().indexOf(picture()))} />
                  </li>
                )}
              </Match>
              <Match when={!isPicture(file)}>
                <li>
                  <FileRow file={file} />
                </li>
              </Match>
            </Switch>
          )}
        </For>
      </ul>
      <Show when={shown() !== null}>
        <Lightbox pictures={pictures()} first={shown() ?? 0} closed={() => setShown(null)} />
      </Show>
    </>
  );
}

function PictureView(props: { picture: Picture; show: () => void }) {
  const size = () => sizeWords(props.picture.size);
  const shown = () => shownSize(props.picture);
  const source = createSource(() => smallAddressOf(props.picture));
  return (
    <figure>
      <button
        type="button"
        aria-label={t('open', { name: props.picture.name, size: size() })}
        aria-haspopup="dialog"
        onClick={() => props.show()}
      >
        <img
          src={source()}
          width={shown().width}
          height={shown().height}
          alt=""
          loading="lazy"
          decoding="async"
          draggable={false}
        />
      </button>
      <figcaption>
        <span class="clip" dir="auto">
          {props.picture.name}
        </span>
        <span>{size()}</span>
      </figcaption>
    </figure>
  );
}

function FileRow(props: { file: Attachment }) {
  return (
    <a class={styles.file} href={addressOf(props.file)} download={props.file.name} onClick={download}>
      <FileIcon size={18} stroke-width={1.75} aria-hidden="true" />
      <span class="sr">{t('download')} </span>
      <span class="clip" dir="auto">
        {props.file.name}
      </span>
      <small>{sizeWords(props.file.size)}</small>
      <Download size={16} stroke-width={1.75} aria-hidden="true" />
    </a>
  );
}
