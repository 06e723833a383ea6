import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../../base/clock';
import { POLICY } from '../../config/policy';
import type { Settings } from '../../config/settings-schema';
import { SETTINGS } from '../../config/token';
import { PublicUrl } from '../../outbox/public-url';
import { Installation } from '../../store/installation';
import type { CalendarOptions } from './calendar';

/** What is the same in every calendar of the service. */
@Injectable()
export class CalendarSource {
  constructor(
    private readonly installation: Installation,
    private readonly publicUrl: PublicUrl,
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  terms(agreement: string): Omit<CalendarOptions, 'title' | 'zone'> {
    return {
      now: this.clock.now(),
      installation: this.installation.uuid,
      alarmMinute: minuteOf(this.settings.calendarAlarmAt) ?? POLICY.calendarAlarmMinute,
      linkTo: (milestone) => this.publicUrl.page({ agreement, milestone }),
    };
  }
}

/** @param time "09:00". */
function minuteOf(time: string | undefined): number | undefined {
  if (time === undefined) return undefined;
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}
