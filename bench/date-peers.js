'use strict';
// Each library used as its own documentation shows: the day `days` after a civil day, and the first
// instant after that day in the zone, epoch milliseconds.

exports.contenders = (zone) => {
  const { LocalDate, ZoneId, ZoneOffset } = require('@js-joda/core');
  require('@js-joda/timezone');
  const jodaZone = ZoneId.of(zone);
  const moment = require('moment-timezone');
  const { Temporal } = require('temporal-polyfill');
  const { addDays } = require('date-fns');
  const { fromZonedTime } = require('date-fns-tz');
  void ZoneOffset;
  return {
    'js-joda': (day, days) =>
      LocalDate.parse(day)
        .plusDays(days + 1)
        .atStartOfDay(jodaZone)
        .toInstant()
        .toEpochMilli(),
    moment: (day, days) =>
      moment
        .tz(day, zone)
        .add(days + 1, 'days')
        .startOf('day')
        .valueOf(),
    'temporal-polyfill': (day, days) =>
      Temporal.PlainDate.from(day)
        .add({ days: days + 1 })
        .toZonedDateTime(zone).epochMilliseconds,
    'date-fns': (day, days) => {
      const [year, month, date] = day.split('-').map(Number);
      const due = addDays(new Date(year, month - 1, date), days + 1);
      const two = (value) => String(value).padStart(2, '0');
      const text = `${due.getFullYear()}-${two(due.getMonth() + 1)}-${two(due.getDate())}`;
      return fromZonedTime(`${text} 00:00:00`, zone).getTime();
    },
  };
};
