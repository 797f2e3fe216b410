import { For } from 'solid-js';
import column from '../settings/column.module.css';
import type { ListName } from './value-api.ts';
import { ValueList } from './value-list.tsx';
import { t } from './words.ts';

/** Statuses, priorities, categories or tags. */
export const ValuesPage = (props: { page: 'statuses' | 'categories' | 'tags'; lists: ListName[] }) => (
  <main id="talk" class={column.column}>
    <h2>{t(`pages.${props.page}.title`)}</h2>
    <p>{t(`pages.${props.page}.intro`)}</p>
    <For each={props.lists}>{(list) => <ValueList list={list} isAlone={props.lists.length === 1} />}</For>
  </main>
);
