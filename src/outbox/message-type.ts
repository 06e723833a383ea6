/** Every type of message the service sends; an endpoint's filter may name only these. */
export const MESSAGE_TYPES = [
  'milestone.due-soon',
  'milestone.grace-started',
  'milestone.overdue',
  'milestone.fulfilled',
  'milestone.fulfilled-late',
  'milestone.violated',
  'milestone.corrected',
  'schedule.changed',
  'ping',
] as const;

export type MessageType = (typeof MESSAGE_TYPES)[number];
