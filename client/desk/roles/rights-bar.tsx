import { createSignal, onCleanup, onMount, Show } from 'solid-js';
import type { Rights } from '../../../server/people/contract.ts';
import { problemWords } from '../../shared/problems.ts';
import { useDesk } from '../desk.ts';
import bar from '../settings/save-bar.module.css';
import { shared } from '../words.ts';
import { changesBetween, type RightChange } from './rights-draft.ts';
import { t } from './words.ts';

interface Props {
  before: Rights;
  now: Rights;
  /** Also true where lines became their own without another right. */
  isChanged: boolean;
  discard: () => void;
  save: () => Promise<unknown>;
}

/** What the rights would be after saving, in words. */
export function RightsBar(props: Props) {
  const desk = useDesk();
  const [busy, setBusy] = createSignal(false);
  const [problem, setProblem] = createSignal('');
  async function save() {
    if (busy() || !props.isChanged) return;
    setBusy(true);
    setProblem('');
    try {
      await props.save();
      desk.say({ text: t('bar.saved') });
    } catch (error) {
      setProblem(problemWords(error));
    } finally {
      setBusy(false);
    }
  }
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== 's' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    void save();
  };
  const onLeave = (event: BeforeUnloadEvent) => props.isChanged && event.preventDefault();
  onMount(() => {
    addEventListener('keydown', onKey);
    addEventListener('beforeunload', onLeave);
  });
  onCleanup(() => {
    removeEventListener('keydown', onKey);
    removeEventListener('beforeunload', onLeave);
  });

  return (
    <Show when={props.isChanged}>
      <div class={bar.bar} role="region" aria-label={t('bar.label')}>
        <p>
          <Show
            when={problem()}
            fallback={
              <>
                <b>{t('bar.unsaved')}</b> {changesBetween(props.before, props.now).map(wordsOf).join(', ')}
              </>
            }
          >
            <span class="problem" role="alert">
              {problem()}
            </span>
          </Show>
        </p>
        <button type="button" class="btn bare" onClick={() => (setProblem(''), props.discard())}>
          {t('bar.discard')}
        </button>
        <button type="button" class="btn main" disabled={busy()} onClick={() => void save()}>
          {shared('save')}
          <kbd>Ctrl S</kbd>
        </button>
      </div>
    </Show>
  );
}

function wordsOf({ area, action, isGiven }: RightChange): string {
  const name = area === 'others_tickets' ? `${t('areas.tickets.name')}, ${t('every')}` : t(`areas.${area}.name`);
  const what = t(`bar.what.${action}`, { area: name.toLowerCase() });
  return t(isGiven ? 'bar.may' : 'bar.mayNot', { what });
}
