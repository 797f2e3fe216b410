import { For, Show } from 'solid-js';
import type { Action, Rights, RoleKind } from '../../../server/people/contract.ts';
import { useState } from '../../shared/state/session.ts';
import { applies, type LineArea, linesOf, sentenceOf } from './areas.ts';
import { toggled, withOthers } from './rights-draft.ts';
import { ACTIONS } from './rights-names.ts';
import styles from './roles.module.css';
import { t } from './words.ts';

interface Props {
  name: string;
  kind: RoleKind;
  rights: Rights;
  isLocked: boolean;
  set: (rights: Rights) => void;
  /** For the rights of one person: which lines are their own. */
  own?: { has: (area: LineArea) => boolean; set: (area: LineArea, isOwn: boolean) => void };
}

/** One line an area: the sentence and its rights in the same row, so that they cannot disagree. */
export function RightsTable(props: Props) {
  return (
    <table class={styles.says} classList={{ [styles.withOwn ?? '']: props.own !== undefined }}>
      <thead>
        <tr>
          <th scope="col">{props.name}</th>
          <Show when={props.own}>
            <th scope="col" class={styles.mid}>
              {t('heads.own')}
            </th>
          </Show>
          <For each={ACTIONS}>
            {(action) => (
              <th scope="col" class={styles.mid}>
                {t(`heads.${action}`)}
              </th>
            )}
          </For>
        </tr>
      </thead>
      <tbody>
        <For each={linesOf(props.kind)}>{(area) => <Line {...props} area={area} />}</For>
      </tbody>
    </table>
  );
}

function Line(props: Props & { area: LineArea }) {
  const name = () => t(`areas.${props.area}.name`);
  const isLocked = () => props.isLocked || (props.own !== undefined && !props.own.has(props.area));
  const given = (action: Action) => props.rights[props.area]?.includes(action) ?? false;
  const hasWhich = () => props.kind === 'staff' && props.area === 'tickets' && given('update');
  return (
    <tr classList={{ [styles.no ?? '']: !given('view') }}>
      <th scope="row">
        <b>{name()}.</b> {sentenceOf(props.kind, props.area, props.rights, hasWhich())}
        <Show when={hasWhich()}>
          <Which {...props} isLocked={isLocked()} />
        </Show>
      </th>
      <Show when={props.own}>
        {(own) => (
          <td class={styles.mid} data-head={t('heads.own')}>
            <input
              class="check"
              type="checkbox"
              aria-label={t('own.line', { area: name() })}
              checked={own().has(props.area)}
              disabled={props.isLocked}
              onChange={(event) => own().set(props.area, event.currentTarget.checked)}
            />
          </td>
        )}
      </Show>
      <For each={ACTIONS}>
        {(action) => <Cell {...props} name={name()} action={action} isGiven={given(action)} isLocked={isLocked()} />}
      </For>
    </tr>
  );
}

/** A right that the reader lacks cannot be given by them. */
function Cell(props: Props & { area: LineArea; name: string; action: Action; isGiven: boolean }) {
  const state = useState();
  const isLacking = () => !(state.me.rights[props.area]?.includes(props.action) ?? false);
  // Messages are seen with their tickets.
  const isBound = () => props.area === 'messages' && props.action === 'view';
  return (
    <Show
      when={applies(props.kind, props.area, props.action)}
      fallback={
        <td class={`${styles.mid} ${styles.none}`} data-head={t(`heads.${props.action}`)}>
          <span class="sr">{t('notApplying')}</span>
          <span aria-hidden="true">–</span>
        </td>
      }
    >
      <td class={styles.mid} data-head={t(`heads.${props.action}`)}>
        <input
          class="check"
          type="checkbox"
          aria-label={t('check', { area: props.name, action: t(`heads.${props.action}`) })}
          title={isLacking() && !props.isLocked ? t('lacking') : undefined}
          checked={props.isGiven}
          disabled={props.isLocked || isBound() || (isLacking() && !props.isGiven)}
          onChange={(event) => props.set(toggled(props.rights, props.area, props.action, event.currentTarget.checked))}
        />
      </td>
    </Show>
  );
}

function Which(props: Props) {
  const state = useState();
  const isEvery = () => props.rights.others_tickets?.includes('update') ?? false;
  const mayGive = () => state.me.rights.others_tickets?.includes('update') ?? false;
  return (
    <select
      class={`input ${styles.which}`}
      aria-label={t('which')}
      disabled={props.isLocked}
      onChange={(event) => props.set(withOthers(props.rights, event.currentTarget.value === 'every'))}
    >
      <option value="theirs" selected={!isEvery()}>
        {t('theirs')}
      </option>
      <option value="every" selected={isEvery()} disabled={!mayGive() && !isEvery()}>
        {t('every')}
      </option>
    </select>
  );
}
