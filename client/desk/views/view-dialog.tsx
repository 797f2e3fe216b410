import { useNavigate } from '@solidjs/router';
import { createSignal, Show, untrack } from 'solid-js';
import { v7 as uuidv7 } from 'uuid';
import { FormProblem } from '../../shared/ui/account-fields.tsx';
import { api } from '../../shared/api.ts';
import { Dialog } from '../../shared/ui/dialog.tsx';
import { Field } from '../../shared/ui/fields.tsx';
import { createForm } from '../../shared/ui/form.ts';
import { useSession, useState } from '../../shared/state/session.ts';
import { useDesk } from '../desk.ts';
import { shared as words } from '../words.ts';
import { type ViewQuery, viewsOf, withView } from './saved.ts';
import styles from './view-dialog.module.css';
import { t } from './words.ts';

/** Names a new view; with `of`, renames or shares that view. */
export function ViewDialog(props: { asked: ViewQuery; of: string | null; close: () => void }) {
  const state = useState();
  const { store } = useSession();
  const desk = useDesk();
  const navigate = useNavigate();
  const id = uuidv7();
  const known = untrack(() => viewsOf(state).find((view) => view.id === props.of));
  const [shared, setShared] = createSignal(known?.shared ?? false);
  const owner = state.lists.colleagues.items.find(
    (person) => person.id === known?.ownerId && person.id !== state.me.id,
  );

  const form = createForm(
    ({ name = '' }) => {
      const { base, order, filters } = props.asked;
      return props.of
        ? api.editView(props.of, { name, shared: shared() })
        : api.addView({ id, name, shared: shared(), base, order, filters });
    },
    (view) => {
      const isSeen = view.shared || view.ownerId === state.me.id;
      store.change((now) => withView(now, view.id, isSeen ? view : undefined));
      props.close();
      if (!props.of) navigate(`/views/${view.id}`);
      desk.say({ text: t('saved', { name: view.name }) });
    },
  );

  return (
    <Dialog labelledby="view-title" close={() => props.close()}>
      <form class={styles.form} onSubmit={(event) => void form.submit(event)} novalidate>
        <h2 id="view-title">{props.of ? t('dialog.edit') : t('dialog.new')}</h2>
        <Field
          label={t('dialog.name')}
          name="name"
          required
          maxlength={60}
          autocomplete="off"
          autofocus
          dir="auto"
          value={known?.name ?? ''}
          problem={form.fields()['name']}
        />
        <label class={styles.share}>
          <input
            type="checkbox"
            class="check"
            checked={shared()}
            onChange={(event) => setShared(event.currentTarget.checked)}
          />
          {t('dialog.shared')}
        </label>
        <Show when={!shared() && owner}>{(one) => <p class="hint">{t('dialog.theirs', { name: one().name })}</p>}</Show>
        <FormProblem form={form} />
        <footer>
          <button type="button" class="btn" onClick={() => props.close()}>
            {words('cancel')}
          </button>
          <button type="submit" class="btn main" disabled={form.busy()}>
            {words('save')}
          </button>
        </footer>
      </form>
    </Dialog>
  );
}
