import { useLocation, useNavigate } from '@solidjs/router';
import { createEffect, onCleanup } from 'solid-js';
import type { TicketRow } from '../../../server/tickets/contract.ts';
import { createAttention } from '../../shared/read.ts';
import { useSession, useState } from '../../shared/session.ts';
import { placeIn } from '../address.ts';
import { preferences } from '../preferences/preferences.ts';
import { showNotice } from './desktop.ts';
import { needsMe } from './needs-me.ts';
import iconWaiting from './icon-waiting.svg?url';
import { createRules } from './rules.ts';
import { playSound } from './sound.ts';
import { createLeading, createLooking } from './tabs.ts';
import { useWaitingNews } from './waiting-news.ts';
import { t } from './words.ts';

const SOUND_EVERY_MS = 5_000;

/** What reaches somebody who looks elsewhere: a sound, a desktop notice, the icon of the tab, a spoken sentence. */
export function Notices() {
  const { store, live } = useSession();
  const state = useState();
  const location = useLocation();
  const navigate = useNavigate();
  const attentive = createAttention();
  const openTicket = () => placeIn(location.pathname)?.ticketId ?? null;
  const me = state.me.id;
  const leading = createLeading(me);
  const isLookedAt = createLooking(me, () => (attentive() ? openTicket() : null));
  const rules = createRules({ me, since: Date.now() + live.clockOffset() });
  let sounded = -SOUND_EVERY_MS;

  async function tell(rows: TicketRow[]) {
    const looked = await Promise.all(rows.map((row) => isLookedAt(row.id)));
    const news = rows.filter((_, i) => !looked[i]);
    const [first] = news;
    if (!first) return;
    const { sound, desktop, excerpt } = preferences();
    if (sound && performance.now() - sounded >= SOUND_EVERY_MS) {
      sounded = performance.now();
      void playSound();
    }
    if (!desktop) return;
    if (news.length > 1) showNotice({ title: t('many', { n: news.length }), body: namesIn(news), tag: 'many' });
    else {
      const body = excerpt ? `${first.subject}\n${first.lastMessage.excerpt}` : first.subject;
      const clicked = () => navigate(`/${first.assignee ? 'mine' : 'waiting'}/${first.id}`);
      showNotice({ title: first.lastMessage.author.name, body, tag: first.id, clicked });
    }
  }

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
    if (icon) icon.href = needsMe(state) > 0 ? iconWaiting : plain;
  });
  onCleanup(() => {
    if (icon) icon.href = plain;
  });
  return null;
}

const namesIn = (rows: TicketRow[]) => [...new Set(rows.map((row) => row.lastMessage.author.name))].join(', ');
