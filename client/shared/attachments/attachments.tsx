import { onMount, Show } from 'solid-js';
import type { Attachment } from '../../../server/attachments/contract.ts';
import { later } from '../later.ts';

const load = () => import('./attachment-list.tsx');
const AttachmentList = later(async () => (await load()).AttachmentList);

/** The attachments of a message or note. */
export function Attachments(props: { of: Attachment[] | undefined }) {
  return (
    <Show when={props.of?.length}>
      <AttachmentList files={props.of ?? []} />
    </Show>
  );
}

/** Fetches the code beside the conversation's request, so that pictures stand in place at the first paint. */
export const preloadAttachments = () => onMount(() => void load().catch(() => {}));
