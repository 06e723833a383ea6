import type { z } from 'zod';
import { isRecord } from '../../base/guards';
import type { MessageType } from '../../outbox/message-type';
import type { Notice } from './notice';

/** The kinds of destinations. `destination-kinds.ts` has what each one does. */
export const KIND_NAMES = [
  'webhook',
  'slack',
  'teams',
  'email',
  'discord',
  'mattermost',
  'telegram',
  'ntfy',
  'apprise',
  'google-chat',
  'matrix',
  'gotify',
  'pagerduty',
  'alertmanager',
  'cloudevents',
  'template',
] as const;

export type KindName = (typeof KIND_NAMES)[number];

/** A request to a service. `headers` are added to those of every request. */
export interface HttpRequest {
  by: 'http';
  method: 'POST' | 'PUT';
  url: string;
  headers: Readonly<Record<string, string>>;
  body: string;
}

/** A mail. The mail server and the sender are settings of the service. */
export interface Mail {
  by: 'mail';
  to: string;
  subject: string;
  text: string;
  html: string;
  /** Each without angle brackets. */
  messageId: string;
  /** The ids that mail programs group by, oldest first. */
  references: readonly string[];
  /** Where a reader ends these mails: a POST does it at once. */
  unsubscribeUrl: string | undefined;
}

/** What a service answered: the status of HTTP or SMTP, and the beginning of the text. */
export interface ServiceAnswer {
  status: number;
  body: string;
}

/**
 * What an answer means. `retry`: it may succeed later. `refused`: this message never will. `gone`: the destination takes
 * no message until a person changes something, so it is disabled and its messages are held.
 */
type Verdict = 'delivered' | 'retry' | 'refused' | 'gone';

export interface Reading {
  verdict: Verdict;
  /** The words of the service, on one line. */
  words: string;
  /** What the operator can do about it. */
  advice?: string | undefined;
  retryAfterSeconds?: number | undefined;
}

/** A message that a destination can never be sent, whatever the service says. */
export class UnsayableMessage extends Error {}

/** A destination with its settings. */
export interface Destination {
  /** Shown in place of the settings: it has no secrets. */
  address: string;
  /**
   * Pure: the same notice always makes the same request.
   * @throws UnsayableMessage
   */
  request(notice: Notice): HttpRequest | Mail;
}

/** What one kind of destination does. */
export interface Kind {
  /** As its makers write it. */
  title: string;
  /** The settings of a destination, without unknown ones. */
  settings: z.ZodObject;
  /** A request that creates one. */
  example: string;
  /** Whether requests carry signatures of Standard Webhooks. */
  signed: boolean;
  /** Whether several messages of one agreement and instant are one message with a list. */
  groups: boolean;
  /** Attempts a minute, if the request for the destination sets none: what the service accepts; null for no limit. */
  perMinute: number | null;
  /** The types of messages that it can express; absent for all. */
  types?: readonly MessageType[];
  /** Whether an address belongs to this service. */
  recognises(url: URL): boolean;
  /** @throws ZodError for settings of another kind. */
  open(settings: unknown): Destination;
  /** Absent if any 2xx status is a success, 410 means gone, and everything else is tried again. */
  read?(answer: ServiceAnswer): Reading;
}

type Definition<S extends z.ZodRawShape> = Omit<
  Kind,
  'settings' | 'open' | 'signed' | 'groups' | 'perMinute' | 'recognises'
> & {
  settings: z.ZodObject<S>;
  destination(settings: z.infer<z.ZodObject<S>>): Destination;
} & Partial<Pick<Kind, 'signed' | 'groups' | 'perMinute' | 'recognises'>>;

export function defineKind<S extends z.ZodRawShape>(definition: Definition<S>): Kind {
  const { destination, ...rest } = definition;
  return {
    signed: false,
    groups: true,
    perMinute: null,
    recognises: () => false,
    ...rest,
    open: (settings) => destination(definition.settings.parse(settings)),
  };
}

/** The origin of a URL whose path is a secret. */
export function withoutPath(url: string): string {
  return URL.canParse(url) ? `${new URL(url).origin}/…` : '…';
}

/** The URL of a path below a base URL, whether or not that ends with a slash. */
export function below(baseUrl: string, path: string): string {
  return `${baseUrl.replace(/\/+$/, '')}${path}`;
}

export function jsonRequest(
  url: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): HttpRequest {
  return { by: 'http', method: 'POST', url, headers, body: JSON.stringify(body) };
}

const MOST_WORDS = 300;

/** The beginning of an answer on one line, without tags of an error page. */
export function wordsOf(body: string): string {
  const text = body
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return text.length > MOST_WORDS ? `${text.slice(0, MOST_WORDS - 1)}…` : text;
}

/** The reading of a status alone: 2xx is delivered, 410 is gone, everything else is tried again. */
export function readStatus({ status, body }: ServiceAnswer): Reading {
  const verdict = status >= 200 && status < 300 ? 'delivered' : status === 410 ? 'gone' : 'retry';
  return { verdict, words: wordsOf(body) };
}

/** The answer's body if it is a JSON object, else an empty one. */
export function jsonOf({ body }: ServiceAnswer): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(body);
    return isRecord(value) ? value : {};
  } catch {
    return {};
  }
}

/** The first of these values that is a text and not empty. */
export function firstText(...values: readonly unknown[]): string | undefined {
  return values.find((value): value is string => typeof value === 'string' && value !== '');
}

export function secondsOf(value: unknown): number | undefined {
  return typeof value === 'number' && value >= 0 ? Math.ceil(value) : undefined;
}
