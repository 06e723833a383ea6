import { z } from 'zod';
import { isRecord } from '../../base/guards';
import { FIELDS } from '../format/fields';
import {
  below,
  defineKind,
  firstText,
  jsonOf,
  jsonRequest,
  type Reading,
  readStatus,
  type ServiceAnswer,
  secondsOf,
  wordsOf,
} from '../format/kind';
import { linksOf, type Notice, plainLines } from '../format/notice';
import { fit, separated } from '../format/text';

const API = 'https://api.telegram.org';
/** https://core.telegram.org/bots/api#sendmessage */
const TEXT = 4_096;
const PROOF = 300;
const MOST_PROOFS = 3;

/** Telegram notifies people for `@name` and makes commands of `/word` in any text. */
const harmless = separated('@/#$');

/** A chat of Telegram, written to by a bot. The text has no parse mode, so no markup is read. */
export const telegram = defineKind({
  title: 'Telegram',
  settings: z.strictObject({
    token: FIELDS.token,
    chat: FIELDS.chat,
    thread: FIELDS.thread.optional(),
    baseUrl: FIELDS.baseUrl.optional(),
  }),
  example: '{"kind": "telegram", "token": "123456:ABC-DEF", "chat": "-1001234567890"}',
  // A bot may send 20 messages a minute to a group.
  perMinute: 20,
  recognises: ({ hostname }) => hostname === 'api.telegram.org',
  destination: ({ token, chat, thread, baseUrl = API }) => ({
    address: `${new URL(baseUrl).origin} chat ${chat}${thread === undefined ? '' : ` topic ${thread}`}`,
    request: (notice) =>
      jsonRequest(below(baseUrl, `/bot${token}/sendMessage`), {
        chat_id: chat,
        ...(thread === undefined ? {} : { message_thread_id: thread }),
        text: textOf(notice),
        link_preview_options: { is_disabled: true },
      }),
  }),
  read,
});

function read(answer: ServiceAnswer): Reading {
  const { ok, description, parameters } = jsonOf(answer);
  const { retry_after, migrate_to_chat_id } = isRecord(parameters) ? parameters : {};
  const words = firstText(description) ?? wordsOf(answer.body);
  if (ok === true) return { verdict: 'delivered', words };
  const advice = adviceOf(answer.status, words, migrate_to_chat_id);
  if (ok === false && advice !== undefined) return { verdict: 'gone', words, advice };
  if (ok === false && answer.status === 400) {
    return { verdict: 'refused', words, advice: 'Telegram does not accept this message.' };
  }
  return { ...readStatus(answer), words, retryAfterSeconds: secondsOf(retry_after) };
}

/** What to do where no message can arrive; undefined otherwise. */
function adviceOf(status: number, words: string, movedTo: unknown): string | undefined {
  if (typeof movedTo === 'number') {
    return `The group has a new id. Change the chat to "${movedTo}".`;
  }
  if (status === 401 || status === 404) return 'The token is not right. @BotFather shows it.';
  if (status === 403)
    return 'Add the bot to the chat, or start it there, then enable this destination.';
  if (/chat not found|CHAT_WRITE_FORBIDDEN|have no rights|not enough rights/i.test(words)) {
    return 'Check the id of the chat, and that the bot is in it and may write.';
  }
  return /thread not found/i.test(words) ? 'Check the number of the topic.' : undefined;
}

/** Addresses stand whole at the end, below the text, which is cut if both do not fit. */
function textOf(notice: Notice): string {
  const { text, evidence, labels } = notice;
  const proofs = evidence.slice(0, MOST_PROOFS).map(({ title, url: at }) => {
    const link = at === undefined || at.length > PROOF ? '' : ` ${at}`;
    return `${labels.evidence}: ${fit(title, PROOF, harmless)}${link}`;
  });
  const links = linksOf(notice).map(({ label, url }) => `${label}: ${url}`);
  const tail = [...proofs, ...links].map((line) => `\n${line}`).join('');
  const lines = [text, '', ...plainLines({ ...notice, evidence: [] })].join('\n');
  return fit(lines, TEXT - tail.length, harmless) + tail;
}
