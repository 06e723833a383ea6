import { printPeriod } from '../phrase/print';
import type { Renews } from '../phrase/tree';
import type { Agreement } from './agreement';
import type { Item } from './item';
import { NOTICE_CLOSES } from './names';

const LAST_DAY: Readonly<Record<string, string>> & { en: string } = {
  en: 'last day for notice',
  uk: 'останній день для повідомлення',
  ru: 'последний день для уведомления',
};

/**
 * The item that `renews` adds to a term: the last day on which notice prevents the running period from being renewed.
 * It is dated as soon as the term has a start.
 * @returns undefined where the term does not renew.
 */
export function noticeItem(term: Item): Item | undefined {
  const renews = [term, ...(term.cases ?? [])].find((one) => one.renews !== undefined)?.renews;
  if (renews === undefined) return undefined;
  const { obligation, phase, path, eachParty, eachEvent, when, unless } = term;
  const each = eachParty !== undefined || eachEvent !== undefined;
  return {
    id: `${term.id}.${NOTICE_CLOSES}`,
    path: `${path}.${NOTICE_CLOSES}`,
    noticeOf: path,
    title: `${term.title}: ${LAST_DAY.en}`,
    ...(term.titles && {
      titles: Object.fromEntries(
        Object.entries(term.titles).map(([language, title]) => [
          language,
          `${title}: ${LAST_DAY[language] ?? LAST_DAY.en}`,
        ]),
      ),
    }),
    kind: 'occasion',
    nature: 'notice',
    obligation,
    ...(phase !== undefined && { phase }),
    phrase: phraseOf(path, renews),
    falls: { type: 'ref', path, moment: NOTICE_CLOSES, ...(each && { its: true as const }) },
    zone: term.zone,
    convention: term.convention,
    calendars: term.calendars,
    obligors: term.obligors,
    beneficiaries: term.beneficiaries,
    ...(eachParty !== undefined && { eachParty }),
    ...(eachEvent !== undefined && { eachEvent }),
    ...(when !== undefined && { when }),
    ...(unless !== undefined && { unless }),
  };
}

/** The paths that facts may be about: all but last days for notice, which are computed from their terms. */
export function subjectsOf({ items }: Agreement): string[] {
  return items.flatMap(({ path, noticeOf }) => (noticeOf === undefined ? [path] : []));
}

/** Why nothing can be recorded about a last day for notice; undefined for any other path. */
export function noticeFault(
  { byPath }: Agreement,
  path: string,
): { detail: string; expected: string; event: string } | undefined {
  const term = byPath.get(byPath.get(path)?.noticeOf ?? '');
  const renews = [term, ...(term?.cases ?? [])].find((one) => one?.renews !== undefined)?.renews;
  if (term === undefined || renews === undefined) return undefined;
  return {
    detail: `"${path}" is computed from "${term.path}", so nothing can be recorded about it`,
    expected: `the event "${renews.unless}", or a fact about "${term.path}"`,
    event: renews.unless,
  };
}

function phraseOf(path: string, { before }: Renews): string {
  return before === undefined ? `${path}.ends` : `${printPeriod(before)} before ${path}.ends`;
}
