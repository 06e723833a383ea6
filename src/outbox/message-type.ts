/** Types of messages about an agreement and its milestones. */
export const AGREEMENT_MESSAGE_TYPES = [
  'milestone.upcoming',
  'milestone.due-soon',
  'milestone.grace-started',
  'milestone.overdue',
  'milestone.fulfilled',
  'milestone.fulfilled-late',
  'milestone.fulfilled-in-part',
  'milestone.violated',
  'milestone.redated',
  'milestone.undated',
  'milestone.corrected',
  'agreement.signed',
  'schedule.changed',
  'alert.acknowledged',
] as const;

/** Types of messages about a webhook endpoint, or for one alone. */
const ENDPOINT_MESSAGE_TYPES = ['digest', 'endpoint.disabled', 'ping'] as const;

/**
 * Every type of message that the service sends. Schemas, sentences, filters, the page and OpenAPI derive from these
 * lists; this file imports nothing, so that the page can import it.
 */
export const MESSAGE_TYPES = [...AGREEMENT_MESSAGE_TYPES, ...ENDPOINT_MESSAGE_TYPES] as const;

export type AgreementMessageType = (typeof AGREEMENT_MESSAGE_TYPES)[number];
export type EndpointMessageType = (typeof ENDPOINT_MESSAGE_TYPES)[number];
export type MessageType = (typeof MESSAGE_TYPES)[number];
