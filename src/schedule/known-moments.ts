import type { Fact } from './model';
import type { MomentName, RecordedMoment, ScheduledMoment } from './phrase/tree';
import { RECORDED_MOMENTS } from './phrase/tree';

export function isRecorded(moment: MomentName): moment is RecordedMoment & Fact['kind'] {
  return (RECORDED_MOMENTS as readonly string[]).includes(moment);
}

export function isScheduled(moment: MomentName): moment is ScheduledMoment {
  return !isRecorded(moment);
}
