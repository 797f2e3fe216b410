import { createSignal, Show } from 'solid-js';
import type { PersonExport } from '../../../server/person-exports/contract.ts';
import { useState } from '../../shared/state/session.ts';
import { momentWords } from '../../shared/time.ts';
import { FormProblem } from '../../shared/ui/account-fields.tsx';
import { createForm } from '../../shared/ui/form.ts';
import { useDesk } from '../desk.ts';
import styles from '../people/people-dialogs.module.css';
import part from '../settings/part.module.css';
import { shared } from '../words.ts';
import { download, privacyApi } from './privacy-api.ts';
import { t } from './words.ts';

export function ExportForm(props: { of: { id: string; name: string }; close: () => void }) {
  const state = useState();
  const desk = useDesk();
  const [made, setMade] = createSignal<PersonExport>();
  const mayNotes = () => state.me.rights.notes?.includes('view') ?? false;
  const form = createForm(({ id = '', notes }) => privacyApi.ask(id, notes === 'on'), setMade);
  const take = (id: string) => void desk.attempt(() => download(id));
  return (
    <Show
      when={made()}
      fallback={
        <form class={styles.parts} onSubmit={(event) => void form.submit(event)} novalidate>
          <h2 id="people-dialog">{t('exports.askTitle', { name: props.of.name })}</h2>
          <p>{t('exports.askIntro')}</p>
          <input type="hidden" name="id" value={props.of.id} />
          <Show when={mayNotes()}>
            <label class={part.radio}>
              <input type="checkbox" name="notes" />
              <span>
                {t('exports.notes')}
                <span class="hint">{t('exports.notesHint')}</span>
              </span>
            </label>
          </Show>
          <FormProblem form={form} />
          <p class={styles.do}>
            <button type="button" class="btn bare" onClick={() => props.close()}>
              {shared('cancel')}
            </button>
            <button type="submit" class="btn main" disabled={form.busy()}>
              {t('exports.go')}
            </button>
          </p>
        </form>
      }
    >
      {(one) => (
        <div class={styles.parts}>
          <h2 id="people-dialog">{t('exports.askTitle', { name: props.of.name })}</h2>
          <p role="status">{t('exports.made', { time: momentWords(one().expiresAt) })}</p>
          <p class={styles.do}>
            <button type="button" class="btn bare" onClick={() => props.close()}>
              {shared('close')}
            </button>
            <button type="button" class="btn main" onClick={() => take(one().id)}>
              {t('exports.download')}
            </button>
          </p>
        </div>
      )}
    </Show>
  );
}
