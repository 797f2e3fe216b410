import { createSignal, For, Match, Show, Switch } from 'solid-js';
import { COLOURS, type Colour, STATUS_TYPES, type StatusType } from '../../../server/ticket-fields/contract.ts';
import { FormProblem } from '../../shared/ui/account-fields.tsx';
import { Dialog } from '../../shared/ui/dialog.tsx';
import { Field } from '../../shared/ui/fields.tsx';
import { createForm } from '../../shared/ui/form.ts';
import { shared } from '../words.ts';
import { addItem, deleteItem, editItem, type Item, type ListName } from './value-api.ts';
import styles from './values.module.css';
import { t } from './words.ts';

export type Asked = { name: 'add' } | { name: 'edit' | 'archive' | 'delete'; item: Item };

interface Props {
  list: ListName;
  asked: Asked;
  items: Item[];
  close: () => void;
  /** Gets what was done, as a sentence. */
  done: (text: string) => void;
}
type OfItem = Props & { item: Item };

export function ValueDialogs(props: Props) {
  const item = (name: Asked['name']) =>
    props.asked.name === name && 'item' in props.asked ? props.asked.item : undefined;
  return (
    <Dialog labelledby="value-dialog" class={styles.dialog} close={() => props.close()}>
      <Switch>
        <Match when={props.asked.name === 'add'}>
          <Edit {...props} />
        </Match>
        <Match when={item('edit')}>{(one) => <Edit {...props} item={one()} />}</Match>
        <Match when={item('archive')}>{(one) => <Archive {...props} item={one()} />}</Match>
        <Match when={item('delete')}>{(one) => <Delete {...props} item={one()} />}</Match>
      </Switch>
    </Dialog>
  );
}

function Edit(props: Props & { item?: Item }) {
  const form = createForm(
    async (values) => {
      const draft = {
        ...{ name: values['name'] ?? '', description: values['description'] ?? '' },
        colour: COLOURS.find((one) => one === values['colour']) ?? 'ink',
        type: STATUS_TYPES.find((one) => one === values['type']) ?? 'pending',
        ...{
          responseMinutes: Number(values['responseMinutes']),
          resolutionMinutes: Number(values['resolutionMinutes']),
        },
      };
      await (props.item ? editItem(props.list, props.item.key, draft) : addItem(props.list, draft));
      return draft.name;
    },
    (name) => props.done(t(props.item ? 'said.saved' : 'said.added', { name })),
  );
  const problem = (name: string) => form.fields()[name];
  return (
    <form class={styles.form} onSubmit={(event) => void form.submit(event)} novalidate>
      <h2 id="value-dialog" dir="auto">
        {props.item ? t('form.title', { name: props.item.name }) : t(`add.${props.list}`)}
      </h2>
      <Field
        label={t('form.name')}
        name="name"
        autocomplete="off"
        maxlength={60}
        required
        value={props.item?.name ?? ''}
        problem={problem('name')}
      />
      <Field
        label={t('form.description')}
        name="description"
        autocomplete="off"
        maxlength={200}
        value={props.item?.description ?? ''}
        hint={t('form.describe')}
        problem={problem('description')}
      />
      <Show when={props.list === 'statuses'}>
        <Types now={props.item?.type ?? 'pending'} problem={problem('type')} />
      </Show>
      <Show when={props.list === 'priorities'}>
        <Field
          label={t('form.response')}
          name="responseMinutes"
          inputmode="numeric"
          required
          value={String(props.item?.responseMinutes ?? 60)}
          problem={problem('responseMinutes')}
        />
        <Field
          label={t('form.resolution')}
          name="resolutionMinutes"
          inputmode="numeric"
          required
          value={String(props.item?.resolutionMinutes ?? 2880)}
          problem={problem('resolutionMinutes')}
        />
      </Show>
      <Colours now={props.item?.colour ?? 'ink'} />
      <Show when={props.list !== 'tags' && props.item}>
        {(one) => <p class="hint">{t('form.code', { code: one().key })}</p>}
      </Show>
      <FormProblem form={form} />
      <Do close={props.close} busy={form.busy()} words={t(props.item ? 'form.save' : 'form.add')} />
    </form>
  );
}

const Types = (props: { now: StatusType; problem: string | undefined }) => (
  <div class="field">
    <label for="value-type">{t('form.type')}</label>
    <select id="value-type" name="type" class="input" aria-invalid={props.problem ? 'true' : undefined}>
      <For each={STATUS_TYPES}>
        {(type) => (
          <option value={type} selected={type === props.now}>
            {t(`types.${type}`)}
          </option>
        )}
      </For>
    </select>
    <Show when={props.problem}>{(problem) => <p class="problem">{problem()}</p>}</Show>
  </div>
);

const Colours = (props: { now: Colour }) => (
  <fieldset class={styles.colours}>
    <legend>{t('form.colour')}</legend>
    <For each={COLOURS}>
      {(colour) => (
        <label>
          <input type="radio" name="colour" value={colour} checked={colour === props.now} />
          <span class={`${styles.dot} ${styles[colour] ?? ''}`} aria-hidden="true" />
          {t(`colours.${colour}`)}
        </label>
      )}
    </For>
  </fieldset>
);

function Archive(props: OfItem) {
  const form = createForm(
    () => editItem(props.list, props.item.key, { archived: true }),
    () => props.done(t('said.archived', { name: props.item.name })),
  );
  return (
    <form class={styles.form} onSubmit={(event) => void form.submit(event)}>
      <h2 id="value-dialog" dir="auto">
        {t('archive.title', { name: props.item.name })}
      </h2>
      <p>{props.item.tickets.n === 0 ? t('archive.unused') : t.count('archive.used', props.item.tickets.n)}</p>
      <FormProblem form={form} />
      <Do close={props.close} busy={form.busy()} words={t('archive.do')} />
    </form>
  );
}

/** What is in use, or the default, needs a successor. */
function Delete(props: OfItem) {
  const isUsed = () => props.item.tickets.n > 0;
  const needs = () => isUsed() || (props.item.isDefault && props.list !== 'categories');
  const others = () =>
    props.items.filter(({ key, archived, type }) => key !== props.item.key && !archived && type === props.item.type);
  const [by, setBy] = createSignal(others()[0]?.key ?? '');
  const to = () => others().find(({ key }) => key === by())?.name ?? '';
  const form = createForm(
    () => deleteItem(props.list, props.item.key, needs() ? by() : null),
    ({ moved, left }) => {
      const names = { name: props.item.name, to: to() };
      props.done(t(left ? 'said.moving' : moved > 0 ? 'said.moved' : 'said.deleted', names));
    },
  );
  const alone = () => {
    const { type } = props.item;
    return type ? t('delete.aloneOfType', { type: t(`types.${type}`) }) : t('delete.alone');
  };
  return (
    <form class={styles.form} onSubmit={(event) => void form.submit(event)}>
      <h2 id="value-dialog" dir="auto">
        {t('delete.title', { name: props.item.name })}
      </h2>
      <p>{isUsed() ? t.count('delete.used', props.item.tickets.n) : t('delete.unused')}</p>
      <Show when={props.item.isDefault}>
        <p>{t('delete.isDefault')}</p>
      </Show>
      <Show when={needs()}>
        <Show when={others().length > 0} fallback={<p class="hot">{alone()}</p>}>
          <div class="field">
            <label for="value-by">{t('delete.by')}</label>
            <select id="value-by" class="input" onChange={({ currentTarget }) => setBy(currentTarget.value)}>
              <For each={others()}>
                {({ key, name }) => (
                  <option value={key} selected={key === by()}>
                    {name}
                  </option>
                )}
              </For>
            </select>
          </div>
        </Show>
      </Show>
      <FormProblem form={form} />
      <Do
        close={props.close}
        busy={form.busy() || (needs() && others().length === 0)}
        words={t(!needs() ? 'delete.do' : props.list === 'tags' ? 'delete.merge' : 'delete.replace')}
      />
    </form>
  );
}

const Do = (props: { close: () => void; busy: boolean; words: string }) => (
  <p class={styles.do}>
    <button type="button" class="btn" onClick={() => props.close()}>
      {shared('cancel')}
    </button>
    <button type="submit" class="btn main" disabled={props.busy}>
      {props.words}
    </button>
  </p>
);
