import { createMemo, createSignal, onCleanup, onMount, Show, untrack } from 'solid-js';
import { plainLater } from '../shared/conversation/plain-later.ts';
import { keep } from '../shared/keep.ts';
import { firstName } from '../shared/names.ts';
import type { TicketRow } from '../../server/tickets/contract.ts';
import { Face } from '../shared/ui/face.tsx';
import { shared } from '../customer/words.ts';
import type { Frame } from './frame.tsx';
import { host, tell } from './host.ts';
import { Icon } from './icon.tsx';
import { owner } from './site.ts';

/** The time of the last answer whose preview was hidden. */
const NAME = `${owner}:peeked`;

/** The latest unread answer, beside the launcher of a closed widget. The page gives it room and cannot read it. */
export function Peek(props: { of: Frame }) {
  const { session, show, pictureOf } = untrack(() => props.of);
  const [hidden, setHidden] = createSignal(Number(keep.get(NAME)));
  onCleanup(keep.onChange(NAME, (_name, at) => setHidden(Number(at))));

  const latest = createMemo(() =>
    Object.values(session.state()?.rows ?? {})
      .filter(({ unread, lastMessage: { author, at } }) => unread > 0 && author.kind === 'staff' && at > hidden())
      .reduce<TicketRow | null>((best, row) => (best && best.lastMessage.at >= row.lastMessage.at ? best : row), null),
  );
  function hide({ lastMessage: { at } }: TicketRow) {
    keep.set(NAME, String(at));
    setHidden(at);
  }

  return (
    <Show when={!host().open && latest()}>
      {(row) => (
        <Answer
          row={row()}
          picture={pictureOf(row().lastMessage.author.id)}
          open={() => {
            show(row().id);
            tell({ type: 'open' });
          }}
          hide={() => hide(row())}
        />
      )}
    </Show>
  );
}

function Answer(props: { row: TicketRow; picture: string | null; open: () => void; hide: () => void }) {
  const name = () => firstName(props.row.lastMessage.author.name);
  let card!: HTMLDivElement;
  // The text wraps by the width that the page has, so its height is known only here.
  onMount(() => {
    const sized = new ResizeObserver(() =>
      tell({ type: 'peek', closed: `width:min(320px,100vw - 40px);height:${card.offsetHeight}px` }),
    );
    sized.observe(card);
    onCleanup(() => {
      sized.disconnect();
      tell({ type: 'peek', closed: 'visibility:hidden' });
    });
  });

  return (
    <div class="peek" role="status" ref={card}>
      <button type="button" class="answer ring-in" onClick={() => props.open()}>
        <Face of={{ name: name(), picture: props.picture }} />
        <span>
          <b dir="auto">{name()}</b>
          <span class="says" dir="auto">
            {plainLater(props.row.lastMessage.excerpt)}
          </span>
        </span>
      </button>
      <button
        type="button"
        class="btn bare icon"
        aria-label={shared('close')}
        title={shared('close')}
        onClick={() => props.hide()}
      >
        <Icon name="close" />
      </button>
    </div>
  );
}
