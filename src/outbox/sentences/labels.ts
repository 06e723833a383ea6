import type { Language } from './catalogue';

/** The words around the sentence of a message, where it is shown as a card or a mail. */
export interface Labels {
  agreement: string;
  due: string;
  parties: string;
  reason: string;
  evidence: string;
  note: string;
  acknowledgedBy: string;
  /** Of an alert that a chain passed on: since when nobody has acknowledged it. */
  unacknowledged: string;
  /** The lists of a digest. */
  came: string;
  late: string;
  next: string;
  dates: string;
  noDate: string;
  more: (count: number) => string;
  /** What it means that a message is hypothetical, as a sentence. */
  hypothetical: string;
  open: string;
  acknowledge: string;
  /** The page behind the link: what the button does, and what happened. */
  acknowledgePage: {
    explains: string;
    done: string;
    already: string;
    superseded: string;
    failed: string;
    scripts: string;
  };
  /** Why a reader gets this mail, and where that is changed. */
  unsubscribe: string;
  /** The page behind that link; its heading is the address. */
  unsubscribePage: { button: string; explains: string; done: string; already: string };
}

export const LABELS: Readonly<Record<Language, Labels>> = {
  en: {
    agreement: 'Agreement',
    due: 'Due',
    parties: 'Parties',
    reason: 'Reason',
    evidence: 'Evidence',
    note: 'Note',
    acknowledgedBy: 'Acknowledged by',
    unacknowledged: 'Nobody has acknowledged it since',
    came: 'New',
    late: 'Late',
    next: 'Next',
    dates: 'Dates',
    noDate: 'no date',
    more: (count) => `and ${count} more`,
    hypothetical: 'Hypothetical: it rests on an assumed date, not on a recorded event.',
    open: 'Open in Pacta',
    acknowledge: 'Acknowledge',
    acknowledgePage: {
      explains:
        'This records that somebody takes care of it, and ends the reminders about this date.',
      done: 'Acknowledged. No more reminders are sent about this date.',
      already: 'Somebody has acknowledged this already.',
      superseded: 'The date has changed since, so there is nothing to acknowledge.',
      failed: 'That did not work. Open Pacta and acknowledge it there.',
      scripts: 'The button needs JavaScript.',
    },
    unsubscribe:
      'Pacta sends this mail to an address that its operator added. To end it, ask the operator, or use',
    unsubscribePage: {
      button: 'End these mails',
      explains: 'Pacta will send no more mails to this address. Its operator can start them again.',
      done: 'Done. Pacta sends no more mails to this address.',
      already: 'Pacta sends no mails to this address at present.',
    },
  },
  uk: {
    agreement: 'Угода',
    due: 'Строк',
    parties: 'Сторони',
    reason: 'Причина',
    evidence: 'Докази',
    note: 'Примітка',
    acknowledgedBy: 'Прийняв до уваги',
    unacknowledged: 'Ніхто не прийняв до уваги, від',
    came: 'Нове',
    late: 'Прострочено',
    next: 'Попереду',
    dates: 'Дати',
    noDate: 'без дати',
    more: (count) => `і ще ${count}`,
    hypothetical: 'Гіпотетично: спирається на припущену дату, а не на записану подію.',
    open: 'Відкрити в Pacta',
    acknowledge: 'Прийняти до уваги',
    acknowledgePage: {
      explains: 'Буде записано, що цим займаються; нагадувань про цю дату більше не буде.',
      done: 'Прийнято до уваги. Нагадувань про цю дату більше не буде.',
      already: 'Це вже прийнято до уваги.',
      superseded: 'Дата відтоді змінилася, тож приймати до уваги нічого.',
      failed: 'Не вдалося. Відкрийте Pacta і зробіть це там.',
      scripts: 'Кнопка потребує JavaScript.',
    },
    unsubscribe:
      'Pacta надсилає цей лист на адресу, яку додав оператор. Щоб припинити, зверніться до оператора або відкрийте',
    unsubscribePage: {
      button: 'Припинити ці листи',
      explains: 'Pacta більше не надсилатиме листів на цю адресу. Оператор може їх відновити.',
      done: 'Готово. Pacta більше не надсилає листів на цю адресу.',
      already: 'Наразі Pacta не надсилає листів на цю адресу.',
    },
  },
  ru: {
    agreement: 'Соглашение',
    due: 'Срок',
    parties: 'Стороны',
    reason: 'Причина',
    evidence: 'Доказательства',
    note: 'Примечание',
    acknowledgedBy: 'Принял к сведению',
    unacknowledged: 'Никто не принял к сведению, с',
    came: 'Новое',
    late: 'Просрочено',
    next: 'Впереди',
    dates: 'Даты',
    noDate: 'без даты',
    more: (count) => `и ещё ${count}`,
    hypothetical: 'Гипотетически: опирается на предполагаемую дату, а не на записанное событие.',
    open: 'Открыть в Pacta',
    acknowledge: 'Принять к сведению',
    acknowledgePage: {
      explains: 'Будет записано, что этим занимаются; напоминаний об этой дате больше не будет.',
      done: 'Принято к сведению. Напоминаний об этой дате больше не будет.',
      already: 'Это уже принято к сведению.',
      superseded: 'Дата с тех пор изменилась, так что принимать к сведению нечего.',
      failed: 'Не удалось. Откройте Pacta и сделайте это там.',
      scripts: 'Кнопке нужен JavaScript.',
    },
    unsubscribe:
      'Pacta отправляет это письмо на адрес, который добавил оператор. Чтобы прекратить, обратитесь к оператору или откройте',
    unsubscribePage: {
      button: 'Прекратить эти письма',
      explains:
        'Pacta больше не будет отправлять письма на этот адрес. Оператор может их возобновить.',
      done: 'Готово. Pacta больше не отправляет письма на этот адрес.',
      already: 'Сейчас Pacta не отправляет письма на этот адрес.',
    },
  },
};

const YEAR = / [рг]\.$/;
const LOCALES: Readonly<Record<Language, string>> = { en: 'en-GB', uk: 'uk', ru: 'ru' };
const FORMATS: Readonly<Record<Language, Intl.DateTimeFormat>> = {
  en: formatOf(LOCALES.en),
  uk: formatOf(LOCALES.uk),
  ru: formatOf(LOCALES.ru),
};

function formatOf(locale: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(locale, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  });
}

/** A day YYYY-MM-DD in words of a language, with its weekday; any other text as it is. */
export function dayInWords(day: string, language: Language): string {
  const at = Date.parse(`${day}T00:00:00Z`);
  return Number.isNaN(at) ? day : FORMATS[language].format(at).replace(YEAR, '');
}

/** An instant as day and clock time of a zone, in words of a language. */
export function instantInWords(instant: string, zone: string, language: Language): string {
  const format = new Intl.DateTimeFormat(LOCALES[language], {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone: zone,
  });
  return format.format(Date.parse(instant));
}
