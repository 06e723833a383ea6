import { Controller, Get, Header, Inject, Injectable, Param, Query, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Access } from '../../access/rule';
import { Clock } from '../../base/clock';
import { Refusal } from '../../base/refusal';
import { POLICY } from '../../config/policy';
import type { Settings } from '../../config/settings-schema';
import { SETTINGS } from '../../config/token';
import { Agreements } from '../../domain/agreement/agreements';
import { termsFor } from '../../domain/notification/alert-policy-schema';
import { loadWatch } from '../../domain/notification/watch';
import { suggestion } from '../../engine/compile/suggest';
import type { Texts } from '../../engine/model/document';
import { Answer } from '../../http/answer';
import { ProblemResponse } from '../../http/problem';
import { PublicUrl } from '../../outbox/public-url';
import { Installation } from '../../store/installation';
import { Store } from '../../store/store';
import { asOfParameters } from '../as-of';
import { PastSnapshots } from '../past-snapshots';
import { askedLanguages, textIn } from '../polling/asked-language';
import { type CalendarOptions, calendarOf } from './calendar';
import { MilestoneReader } from './milestone-reader';

const filter = z.strictObject({
  party: z.string().max(80).optional().meta({ description: 'Only milestones this party owes' }),
  theme: z.string().max(80).optional().meta({ description: 'Only milestones with this theme' }),
  hypothetical: z
    .enum(['true', 'false'])
    .optional()
    .meta({ description: '`false` leaves out milestones that rest on a hypothetical signing' }),
  ...asOfParameters,
});

/** What a calendar says besides its milestones. */
@Injectable()
export class CalendarSettings {
  constructor(
    private readonly installation: Installation,
    private readonly publicUrl: PublicUrl,
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  of(agreement: string): Omit<CalendarOptions, 'title' | 'zone' | 'languages'> {
    return {
      now: this.clock.now(),
      installation: this.installation.uuid,
      alarmMinute: minuteOf(this.settings.calendarAlarmAt) ?? POLICY.calendarAlarmMinute,
      linkTo: (milestone) => this.publicUrl.page({ agreement, milestone }),
    };
  }
}

@ApiTags('calendar')
@Controller('v1/agreements/:id/calendar.ics')
export class CalendarController {
  constructor(
    private readonly store: Store,
    private readonly agreements: Agreements,
    private readonly reading: MilestoneReader,
    private readonly past: PastSnapshots,
    private readonly settings: CalendarSettings,
  ) {}

  @Get()
  @Access('reader', { agreement: 'id' }, { feed: true })
  @Header('content-type', 'text/calendar; charset=utf-8')
  @ApiOperation({ summary: 'The deadlines as iCalendar, for subscriptions in calendar programs' })
  @Answer(200, 'All-day events; hypothetical and provisional ones are TENTATIVE', {
    'text/calendar': z.string(),
  })
  @ProblemResponse(404, 422)
  async read(
    @Param('id') id: string,
    @Query({ schema: filter }) query: z.infer<typeof filter>,
    @Req() { url, headers }: FastifyRequest,
  ): Promise<string> {
    const { party, theme, hypothetical, ...asked } = query;
    const moment = await this.past.settleIfPast(asked, [id]);
    return this.store.read(async (tx) => {
      const { document } = await this.agreements.findCompiled(tx, id);
      const languages = askedLanguages(url, headers);
      const spoken = <T extends { title: string; titles?: Texts | null }>(one: T): T => ({
        ...one,
        title: textIn(one.titles, languages) ?? one.title,
      });
      const { rules } = await loadWatch(tx, id);
      const rows = await this.reading.rows(tx, id, moment);
      refuseUnknown('party', party, new Set(rows.flatMap(({ obligors }) => obligors)));
      refuseUnknown('theme', theme, new Set(rows.flatMap((row) => row.theme ?? [])));
      const shown = rows.filter(
        (row) =>
          (party === undefined || row.obligors.includes(party)) &&
          (theme === undefined || row.theme === theme) &&
          (hypothetical !== 'false' || !row.hypothetical),
      );
      const entries = shown.map((row) => ({ row: spoken(row), terms: termsFor(rules, row) }));
      const { title, zone } = spoken(document);
      const settings = { title, zone, languages, ...this.settings.of(id) };
      return calendarOf(settings, entries);
    });
  }
}

/** Minutes after midnight. @param time "09:00". */
function minuteOf(time: string | undefined): number | undefined {
  if (time === undefined) return undefined;
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}

/** Refuses misspelt names: an empty calendar would look as if nothing were due. */
function refuseUnknown(key: string, name: string | undefined, known: ReadonlySet<string>): void {
  if (name === undefined || known.has(name)) return;
  const names = [...known].sort();
  throw new Refusal('invalid', `No milestone of this agreement has the ${key} "${name}".`, [
    {
      pointer: `/${key}`,
      detail: `"${name}" is not a ${key} of this agreement${suggestion(name, names)}`,
      expected:
        names.length === 0
          ? `no \`${key}\`: no milestone of this agreement has one`
          : `one of ${names.join(', ')}`,
    },
  ]);
}
