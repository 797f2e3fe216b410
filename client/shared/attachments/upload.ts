import type { Attachment, AttachmentKind, UploadLimits } from '../../../server/attachments/contract.ts';
import { problemWords } from '../problems.ts';
import { answerOf, ApiError, Offline, ownAuthority, request } from '../request.ts';
import { sizeWords } from './sizes.ts';
import { t } from './words.ts';

/** The file can never be accepted: a retry changes nothing. */
export class Refused extends Error {
  override name = 'Refused';
}

export interface Upload {
  id: string;
  kind: AttachmentKind;
  /** Null for a ticket that is not opened yet. */
  ticketId: string | null;
  file: File;
  /** From 0 to 1. */
  onProgress: (part: number) => void;
  signal: AbortSignal;
}

let limits: Promise<UploadLimits | null> | null = null;
/** Asked once. Without an answer the upload itself will be refused if necessary. */
const uploadLimits = () =>
  (limits ??= request('GET', '/attachments').catch(() => {
    limits = null;
    return null;
  }));

/** Uploads a file under its stored id, so a retry is still one file. */
export async function upload({ file, ...rest }: Upload): Promise<Attachment> {
  const maxBytes = (await uploadLimits())?.maxBytes;
  if (maxBytes !== undefined && file.size > maxBytes)
    throw new Refused(t('tooLarge', { size: sizeWords(file.size), limit: sizeWords(maxBytes) }));
  if (file.size === 0) throw new Refused(t('empty'));
  await file
    .slice(0, 1)
    .arrayBuffer()
    .catch((cause: unknown) => {
      throw new Refused(t('unreadable'), { cause });
    });
  try {
    return await send({ file, ...rest });
  } catch (error) {
    if (error instanceof ApiError && error.status < 500 && error.status !== 429 && error.status !== 401)
      throw new Refused(wordsOf(error), { cause: error });
    if (error instanceof Offline) throw new Error(t('noLine'), { cause: error });
    throw new Error(problemWords(error), { cause: error });
  }
}

function wordsOf(error: ApiError) {
  const { width, height, most } = error.details;
  switch (error.code) {
    case 'attachments.empty':
      return t('empty');
    case 'attachments.undecodable':
      return t('undecodable');
    case 'attachments.too_many_pixels':
      return t('tooManyPixels', { width: String(width), height: String(height), most: String(most) });
    default:
      return problemWords(error);
  }
}

/** XMLHttpRequest, because `fetch` reports no progress. */
async function send({ id, kind, ticketId, file, onProgress, signal }: Upload) {
  const body = new FormData();
  body.append('id', id);
  body.append('kind', kind);
  body.append('file', file, file.name || 'file');
  const path = ticketId ? `/tickets/${ticketId}/attachments` : '/attachments';
  const headers = await ownAuthority().headers('POST', path);
  return new Promise<Attachment>((resolve, reject) => {
    const call = new XMLHttpRequest();
    call.open('POST', `/api${path}`);
    for (const [name, value] of Object.entries(headers)) call.setRequestHeader(name, value);
    call.upload.addEventListener('progress', ({ loaded, total }) => onProgress(total ? loaded / total : 0));
    call.addEventListener('load', () => {
      const after = Number(call.getResponseHeader('Retry-After'));
      try {
        resolve(answerOf<Attachment>(call.status, call.responseText, after));
      } catch (error) {
        reject(error instanceof Error ? error : new Error(String(error)));
      }
    });
    call.addEventListener('error', () => reject(new Offline('There is no connection.')));
    call.addEventListener('abort', () => reject(new Offline('It was cancelled.')));
    signal.addEventListener('abort', () => call.abort());
    call.send(body);
  });
}
