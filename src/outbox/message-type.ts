/** Every type of message the service sends; an endpoint's filter may name only these. */
export const MESSAGE_TYPES = [
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
  'endpoint.disabled',
  'ping',
] as const;

export type MessageType = (typeof MESSAGE_TYPES)[number];
