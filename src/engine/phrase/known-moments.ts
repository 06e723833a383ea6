import type { Fact } from '../model/milestone';
import type { MomentName, RecordedMoment, ScheduledMoment } from './tree';
import { RECORDED_MOMENTS } from './tree';

export function isRecorded(moment: MomentName): moment is RecordedMoment & Fact['kind'] {
  return (RECORDED_MOMENTS as readonly string[]).includes(moment);
}

export function isScheduled(moment: MomentName): moment is ScheduledMoment {
  return !isRecorded(moment);
}
