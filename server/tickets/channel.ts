import type { SessionKind } from '../auth/contract.ts';
import type { Session } from '../auth/sessions.ts';
import type { Channel } from './contract.ts';

const CHANNEL_OF: Record<SessionKind, Channel> = { staff: 'portal', customer: 'portal', visitor: 'widget' };

/** The channel of a ticket follows from how its creator signed in, and from nothing that they send. */
export const channelOf = ({ kind, until }: Session): Channel => (until === undefined ? CHANNEL_OF[kind] : 'api');
