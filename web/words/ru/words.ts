import type { Words } from '../en/words';
import { plurals } from '../plural';
import { RU_STATUS } from '../ru-status';

const n = plurals('ru');
const toCheck = (count: number): string =>
  n(count, {
    one: '# дата для проверки',
    few: '# даты для проверки',
    many: '# дат для проверки',
    other: '# даты для проверки',
  });

export const RU: Words = {
  ...RU_STATUS,
  skip: 'К содержанию',
  allAgreements: 'Все соглашения',
  views: 'Разделы',
  view: { '': 'Сроки', alerts: 'Оповещения', ledger: 'Журнал' },
  asOf: 'по состоянию на',
  language: 'Язык',
  darkLight: 'Тёмная или светлая тема',
  loading: 'Загружаем соглашение …',
  unreachable: 'Сервис недоступен.',
  unknown: (id) => `У этого сервиса нет соглашения «${id}». Выберите другое.`,
  invented: 'Вымышлено: ни стороны, ни условия не настоящие',
  foot: (zone) =>
    `Даты вычислены в вашем браузере по правилам сервера. Дни — по часовому поясу ${zone}. Тексты даны на языке документа.`,
  connection: {
    live: 'на связи',
    reconnecting: 'восстанавливаем связь …',
    offline: 'нет связи',
    asking: 'проверка раз в минуту',
  },
  connectionTitle: {
    live: 'Изменения появляются сразу.',
    reconnecting: 'Поток изменений прерван; увиденное могло немного устареть.',
    offline: 'Связи нет. Страницей можно пользоваться, но данные могли устареть.',
    asking: 'Страница проверяет изменения раз в минуту.',
  },
  lastDayForNotice: (term) => `${term}: последний день для уведомления`,
  leave: 'Выйти',
  conflict: {
    'non-working-day': 'срок выпадает на нерабочий день',
    'window-closed': 'открывается уже после конца',
    blackout: 'срок в запрещённом промежутке',
    'whose-midnight': 'другой день или полночь в часовом поясе стороны',
    squeezed: 'срок раньше того, от чего зависит',
  },
  because: {
    weekend: 'выходные',
    noWorkingDay: (date) => `нет рабочего дня с ${date}`,
    opens: (date) => `открывается: ${date}`,
    endsFirst: 'конец раньше начала',
  },
  signing: {
    title: 'Дата подписания',
    event: 'подписание',
    hypothetical: 'Гипотетическое подписание',
    actual: 'Подписано',
    assumed: 'Если бы подписали',
    none: 'Нет даты подписания',
    noDate: 'Потяните, чтобы предположить',
    noneInForce: 'Дата подписания не установлена.',
    notCounted: 'От подписания здесь ничего не отсчитывается.',
    beside: (date) => `установлена: ${date},`,
    besideAgainst: (date) => `в сравнении с ${date},`,
    slider: 'Дата подписания; стрелки сдвигают на день',
    steps: 'Сдвинуть дату подписания',
    step: (days) => `Сдвинуть дату подписания на ${days}`,
    field: 'Дата подписания',
    share: 'Копировать ссылку',
    copied: 'Скопировано',
    save: 'Сохранить …',
    putInForce: 'Установить эту дату …',
    reset: 'Сбросить',
  },
  conflictStrip: {
    counting: 'Считаем даты для проверки по каждому дню подписания',
    same: (count) =>
      count === 0
        ? 'Ни один из этих дней подписания не даёт дат для проверки'
        : `В каждый из этих дней подписания: ${toCheck(count)}`,
    range: (low, high) => `Ярче — больше дат для проверки в этот день (${low}–${high})`,
  },
  assume: {
    title: 'Предположения',
    event: 'Предположить день:',
  },
  dateField: {
    pick: 'Выбрать день',
    wrong: (example, latest) =>
      `Напишите день, например ${example}${latest === '' ? '' : `, не позже ${latest}`}.`,
  },
  scenario: {
    saved: 'Сохранённые …',
    lookAt: 'Посмотреть',
    holdAgainst: 'Сравнить с',
  },
  overview: {
    title: 'Обзор',
    next: 'Дальше',
    overdue: 'Просрочено',
    wouldBeOverdue: 'Было бы просрочено',
    unrecorded: 'Выполнение не записано',
    nothingNext: 'Сроков впереди нет.',
    nothingOverdue: 'Ничего не просрочено.',
    lateBy: (days) => `просрочено на ${days}`,
    wouldBeLateBy: (days) => `было бы просрочено на ${days}`,
    wasDue: (date) => `срок был ${date}`,
    later: (days) => `${days} спустя`,
    all: (count) => `Все ${count}`,
    until: (date) => `до ${date}`,
    by: 'По сторонам и темам',
  },
  shift: {
    title: 'Что изменится',
    changes: (changed, all) => {
      const of = n(all, {
        one: '# обязательства',
        few: '# обязательств',
        many: '# обязательств',
        other: '# обязательства',
      });
      return changed === 0 ? `Ни одно из ${of} не изменится` : `Изменится ${changed} из ${of}`;
    },
    moves: (count, same, by) => {
      const dates = n(count, {
        one: '# дата сдвинется',
        few: '# даты сдвинутся',
        many: '# дат сдвинутся',
        other: '# даты сдвинется',
      });
      if (same === 0) return dates;
      if (count === 1) return `${dates} на ${by}`;
      return `${dates}, ${same === count ? 'все' : `${same} из них`} на ${by}`;
    },
    appeared: (count) =>
      n(count, {
        one: '# получит дату',
        few: '# получат дату',
        many: '# получат дату',
        other: '# получит дату',
      }),
    vanished: (count) =>
      n(count, {
        one: '# потеряет дату',
        few: '# потеряют дату',
        many: '# потеряют дату',
        other: '# потеряет дату',
      }),
    otherStatus: (count) =>
      n(count, {
        one: '# получит другое состояние',
        few: '# получат другое состояние',
        many: '# получат другое состояние',
        other: '# получит другое состояние',
      }),
    showChanged: 'Показать только изменения',
    showAll: 'Показать всё',
    otherwise: (count) =>
      n(count, {
        one: '# не сдвигается вместе с остальными: почему',
        few: '# не сдвигаются вместе с остальными: почему',
        many: '# не сдвигаются вместе с остальными: почему',
        other: '# не сдвигается вместе с остальными: почему',
      }),
    moving: (count) =>
      n(count, {
        one: '# дата сдвигается: почему',
        few: '# даты сдвигаются: почему',
        many: '# дат сдвигаются: почему',
        other: '# даты сдвигается: почему',
      }),
    conflicts: (all, change) =>
      `${toCheck(all)}${change ? ` (новых ${change[0]}, исчезло ${change[1]})` : ''}`,
    more: (count) => `… и ещё ${count}`,
    comes: 'новая',
    unknown: (list) =>
      `Пропущено: ${list}. В соглашении такого нет, или этого не удалось прочитать.`,
  },
  filter: {
    title: 'Отобрать обязательства',
    party: 'Сторона',
    theme: 'Тема',
    status: 'Состояние',
    text: 'Поиск',
    changed: 'только изменения',
    shown: (shown, all) => (shown === all ? all : `${shown} из ${all}`),
  },
  zoom: {
    title: 'Показанные дни',
    earlier: 'Раньше',
    later: 'Позже',
    of: { '30': '30 дн.', '100': '100 дн.', '365': '1 год', '1826': '5 лет', all: 'всё' },
  },
  table: {
    caption: 'Обязательства и их даты',
    milestone: 'Обязательство',
    rule: 'Правило',
    due: 'Срок',
    shift: 'Сдвиг',
    status: 'Состояние',
    track: 'Шкала времени',
    assumed: (date) => `предположено: ${date}`,
    did: (names) => `выполнили: ${names}`,
    broke: (names) => `нарушили: ${names}`,
    before: 'вместо',
    nth: (ordinal) => `№ ${ordinal}`,
    nothing: 'Этим условиям не отвечает ни одно обязательство.',
    nothingChanged: 'Ничего не изменится. Сдвиньте дату дальше или покажите всё.',
    showAll: 'Показать всё',
  },
  track: { today: 'сегодня' },
  due: {
    from: (date) => `с ${date}`,
    openSince: (date) => `открыто с ${date}`,
    span: (from, to) => `${from} – ${to}`,
    waits: (list) => `ждёт: ${list}`,
    between: (from, to) => `между ${from} и ${to}`,
    bound: { earliest: 'не раньше', latest: 'не позже', either: 'предварительная дата' },
    none: 'в тексте нет даты',
  },
};
