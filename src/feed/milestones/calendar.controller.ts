import { Controller, Get, Header, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Access } from '../../access/rule';
import { Refusal } from '../../base/refusal';
import { Agreements } from '../../domain/agreement/agreements';
import { termsFor } from '../../domain/notification/alert-policy-schema';
import { loadWatch } from '../../domain/notification/watch';
import { suggestion } from '../../engine/compile/suggest';
import { Answer } from '../../http/answer';
import { ProblemResponse } from '../../http/problem';
import { Store } from '../../store/store';
import { asOfParameters } from '../as-of';
import { PastSnapshots } from '../past-snapshots';
import { calendarOf } from './calendar';
import { CalendarSource } from './calendar-source';
import { MilestoneReader } from './milestone-reader';

const filter = z.strictObject({
  party: z.string().max(80).optional().meta({ description: 'Only what this party owes' }),
  theme: z.string().max(80).optional().meta({ description: 'Only this theme' }),
  hypothetical: z
    .enum(['true', 'false'])
    .optional()
    .meta({ description: '`false` leaves out what rests on a hypothetical signing' }),
  ...asOfParameters,
});

@ApiTags('calendar')
@Controller('v1/agreements/:id/calendar.ics')
export class CalendarController {
  constructor(
    private readonly store: Store,
    private readonly agreements: Agreements,
    private readonly reading: MilestoneReader,
    private readonly past: PastSnapshots,
    private readonly source: CalendarSource,
  ) {}

  @Get()
  @Access('reader', { agreement: 'id' }, { feed: true })
  @Header('content-type', 'text/calendar; charset=utf-8')
  @ApiOperation({ summary: 'The deadlines as iCalendar, to subscribe to in any calendar program' })
  @Answer(200, 'All-day events; hypothetical ones are TENTATIVE', { 'text/calendar': z.string() })
  @ProblemResponse(404, 422)
  async read(
    @Param('id') id: string,
    @Query({ schema: filter }) query: z.infer<typeof filter>,
  ): Promise<string> {
    const { party, theme, hypothetical, ...asked } = query;
    const moment = await this.past.settleIfPast(asked, [id]);
    return this.store.read(async (tx) => {
      const { title, zone } = await this.agreements.header(tx, id);
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
      const entries = shown.map((row) => ({ row, terms: termsFor(rules, row) }));
      return calendarOf({ title, zone, ...this.source.terms(id) }, entries);
    });
  }
}

/** A calendar that is empty for a misspelt name would look as if nothing were due. */
function refuseUnknown(key: string, name: string | undefined, known: ReadonlySet<string>): void {
  if (name === undefined || known.has(name)) return;
  const names = [...known].sort();
  throw new Refusal('invalid', `No milestone of this agreement has the ${key} "${name}".`, [
    {
      pointer: `/${key}`,
      detail: `"${name}" is no ${key} here${suggestion(name, names)}`,
      expected: names.length === 0 ? 'nothing: there is none' : `one of ${names.join(', ')}`,
    },
  ]);
}
