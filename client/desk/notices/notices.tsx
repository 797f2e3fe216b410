import { useLocation, useNavigate } from '@solidjs/router';
import { createEffect, onCleanup } from 'solid-js';
import type { Handed } from '../../../server/contract.ts';
import type { TicketRow } from '../../../server/tickets/contract.ts';
import { announce } from '../../shared/ui/announce.tsx';
import { createAttention } from '../../shared/state/attention.ts';
import { useSession, useState, useWhole } from '../../shared/state/session.ts';
import { placeIn } from '../address.ts';
import { preferences } from '../preferences/preferences.ts';
import { showNotice } from './desktop.ts';
import { attentionCount } from './attention-count.ts';
import iconWaiting from './icon-waiting.svg?url';
import { createRules } from './rules.ts';
import { playSound } from './sound.ts';
import { createLeading, createLooking } from './tabs.ts';
import { useWaitingNews } from './waiting-news.ts';
import { t } from './words.ts';

const SOUND_EVERY_MS = 5_000;

/**
 * Notifies somebody who looks elsewhere: a sound, a desktop notification, the icon of the tab, a screen-reader
 * sentence.
 */
export function Notices() {
  const { store, live } = useSession();
  const state = useState();
  const whole = useWhole();
  const location = useLocation();
  const navigate = useNavigate();
  const attentive = createAttention();
  const openTicket = () => placeIn(location.pathname)?.ticketId ?? null;
  const me = state.me.id;
  const leading = createLeading(me);
  const isLookedAt = createLooking(me, () => (attentive() ? openTicket() : null));
  const rules = createRules({ me, since: Date.now() + live.clockOffset() });
  let sounded = -SOUND_EVERY_MS;

  async function unseen<T extends { id: string }>(all: T[]) {
    const looked = await Promise.all(all.map(({ id }) => isLookedAt(id)));
    return all.filter((_, i) => !looked[i]);
  }

  function sound() {
    if (!preferences().sound || performance.now() - sounded < SOUND_EVERY_MS) return;
    sounded = performance.now();
    void playSound();
  }

  async function tell(rows: TicketRow[]) {
    const news = await unseen(rows);
    const [first] = news;
    if (!first) return;
    sound();
    const { desktop, excerpt } = preferences();
    if (!desktop) return;
    if (news.length > 1) showNotice({ title: t('many', { n: news.length }), body: namesIn(news), tag: 'many' });
    else {
      const body = excerpt ? `${first.subject}\n${first.lastMessage.excerpt}` : first.subject;
      const clicked = () => navigate(`/${first.assignee ? 'mine' : 'waiting'}/${first.id}`);
      showNotice({ title: first.lastMessage.author.name, body, tag: first.id, clicked });
    }
  }

  async function tellHanded(handed: Handed[]) {
    const mine = handed.flatMap(({ ticketId, by }) => {
      const row = store.current()?.rows[ticketId];
      return row?.assignee?.id === me ? { id: ticketId, subject: row.subject, by: by.name } : [];
    });
    const news = await unseen(mine);
    const [first] = news;
    if (!first) return;
    sound();
    const title = news.length > 1 ? t('handed.many', { n: news.length }) : t('handed.one', { name: first.by });
    const names = [...new Set(news.map(({ by }) => by))].join(', ');
    announce(news.length > 1 ? title : `${title}: ${first.subject}`);
    if (!preferences().desktop) return;
    const clicked = () => navigate(news.length > 1 ? '/mine' : `/mine/${first.id}`);
    showNotice({ title, body: news.length > 1 ? names : first.subject, tag: `handed ${first.id}`, clicked });
  }
  // The leading tab tells it, whichever tab caused it.
  onCleanup(live.onHanded((handed) => void (leading() && tellHanded(handed))));

  rules.news(Object.values(store.current()?.rows ?? {}));
  onCleanup(
    store.onRows((rows) => {
      const news = rules.news(rows);
      if (news.length > 0 && leading()) void tell(news);
    }),
  );

  useWaitingNews();

  const icon = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
  const plain = icon?.href ?? '';
  createEffect(() => {
    if (icon) icon.href = attentionCount(whole()) > 0 ? iconWaiting : plain;
  });
  onCleanup(() => {
    if (icon) icon.href = plain;
  });
  return null;
}

const namesIn = (rows: TicketRow[]) => [...new Set(rows.map((row) => row.lastMessage.author.name))].join(', ');
