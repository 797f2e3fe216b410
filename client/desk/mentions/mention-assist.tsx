import { createMemo, Show } from 'solid-js';
import { fold } from '../../../server/folding/contract.ts';
import type { MENTIONED_MOST } from '../../../server/mentions/contract.ts';
import type { Colleague } from '../../../server/people/contract.ts';
import { Face } from '../../shared/ui/face.tsx';
import { createAssist, type DeskAssist } from '../assist/assist.ts';
import type { AssistWithLayer } from '../assist/late-assist.ts';
import { Layer } from '../assist/layer.tsx';
import { Suggestions } from '../assist/suggestions.tsx';
import { t } from '../conversation/words.ts';
import { mentionIdsIn } from './mentions-in.ts';
import styles from './mention-assist.module.css';
import { t as words } from './words.ts';

/** The contract's value; a browser takes only types from it. */
const MOST: typeof MENTIONED_MOST = 20;

/** Suggests colleagues after `@`. */
export function createMentionAssist(people: () => Colleague[]): AssistWithLayer {
  const assist = createAssist({ mark: '@', query: /^[\p{L}\p{N}'’. -]{0,40}$/u });
  return {
    ...assist,
    refuses(text) {
      const n = mentionIdsIn(text, people()).length;
      return n > MOST ? words('tooMany', { n, most: MOST }) : '';
    },
    layer: () => (
      <Layer assist={assist}>
        <Colleagues assist={assist} people={people()} />
      </Layer>
    ),
  };
}

function Colleagues(props: { assist: DeskAssist; people: Colleague[] }) {
  /** Matches the start of any part of the name; a full name followed by a word is complete already. */
  const options = createMemo(() => {
    const wanted = fold(props.assist.query() ?? '');
    return props.people.filter(({ name }) => ` ${fold(name)}`.includes(` ${wanted}`));
  });
  /** After a space the name may be complete, with a sentence behind it. */
  const nobody = () => {
    const name = props.assist.query() ?? '';
    return options().length > 0 || name === '' || name.includes(' ') ? '' : words('nobody', { name });
  };
  const counted = (n: number) =>
    n === 0 ? nobody() : n === 1 ? t('note.colleagues.one') : t('note.colleagues.many', { n });

  return (
    <Suggestions
      assist={props.assist}
      label={t('note.mention')}
      options={options()}
      counted={counted}
      text={({ name }) => `@${name} `}
      view={(one) => (
        <>
          <Face of={one} />
          <span class="clip" dir="auto">
            {one.name}
          </span>
        </>
      )}
      foot={<Show when={nobody()}>{(sentence) => <p class={styles.nobody}>{sentence()}</p>}</Show>}
    />
  );
}
