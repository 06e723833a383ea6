import type { Words } from '../en/words';
import { plurals } from '../plural';
import { UK_STATUS } from '../uk-status';

const n = plurals('uk');
const toCheck = (count: number): string =>
  n(count, {
    one: '# дата для перевірки',
    few: '# дати для перевірки',
    many: '# дат для перевірки',
    other: '# дати для перевірки',
  });

export const UK: Words = {
  ...UK_STATUS,
  skip: 'До вмісту',
  allAgreements: 'Усі угоди',
  views: 'Подання',
  view: { '': 'Строки', alerts: 'Сповіщення', ledger: 'Журнал' },
  asOf: 'станом на',
  language: 'Мова',
  darkLight: 'Темна або світла тема',
  loading: 'Завантажуємо угоду …',
  unreachable: 'Сервіс недоступний.',
  unknown: (id) => `Цей сервіс не має угоди «${id}». Виберіть іншу вгорі.`,
  invented: 'Вигадано: ні сторони, ні умови не справжні',
  foot: (zone) =>
    `Дати обчислено у вашому браузері за правилами сервера. Дні — за часовим поясом ${zone}. Тексти подано мовою документа.`,
  connection: {
    live: 'наживо',
    reconnecting: 'відновлюємо зв’язок …',
    offline: 'немає зв’язку',
    asking: 'перевірка щохвилини',
  },
  connectionTitle: {
    live: 'Зміни з’являються одразу.',
    reconnecting: 'Потік змін перервано; побачене могло трохи застаріти.',
    offline: 'Немає зв’язку. Сторінкою можна користуватися, але дані можуть бути старими.',
    asking: 'Сторінка перевіряє зміни щохвилини.',
  },
  lastDayForNotice: (term) => `${term}: останній день для повідомлення`,
  leave: 'Вийти',
  conflict: {
    'non-working-day': 'строк припадає на неробочий день',
    'window-closed': 'відкривається вже після кінця',
    blackout: 'строк у забороненому проміжку',
    'whose-midnight': 'інший день або північ у часовому поясі сторони',
    squeezed: 'строк раніше, ніж те, від чого залежить',
  },
  because: {
    weekend: 'вихідні',
    noWorkingDay: (date) => `немає робочого дня з ${date}`,
    opens: (date) => `відкривається: ${date}`,
    endsFirst: 'кінець раніше початку',
  },
  signing: {
    title: 'Дата підписання',
    event: 'підписання',
    hypothetical: 'Гіпотетичне підписання',
    actual: 'Підписано',
    assumed: 'Якби підписали',
    none: 'Немає дати підписання',
    noDate: 'Потягніть, щоб припустити',
    noneInForce: 'Дату підписання не встановлено.',
    notCounted: 'Від підписання тут нічого не відлічується.',
    beside: (date) => `встановлено: ${date},`,
    besideAgainst: (date) => `порівняно з ${date},`,
    slider: 'Дата підписання; стрілки зсувають на день',
    steps: 'Зсунути дату підписання',
    step: (days) => `Зсунути дату підписання на ${days}`,
    field: 'Дата підписання',
    share: 'Копіювати посилання',
    copied: 'Скопійовано',
    save: 'Зберегти …',
    putInForce: 'Встановити цю дату …',
    reset: 'Скинути',
  },
  conflictStrip: {
    counting: 'Рахуємо дати для перевірки на кожен день підписання',
    same: (count) =>
      count === 0
        ? 'Жоден із цих днів підписання не дає дат для перевірки'
        : `На кожен із цих днів підписання: ${toCheck(count)}`,
    range: (low, high) => `Яскравіше — більше дат для перевірки того дня (${low}–${high})`,
  },
  assume: {
    title: 'Припущення',
    event: 'Припустити день:',
  },
  dateField: {
    pick: 'Вибрати день',
    wrong: (example, latest) =>
      `Напишіть день, наприклад ${example}${latest === '' ? '' : `, не пізніше ${latest}`}.`,
  },
  scenario: {
    saved: 'Збережені …',
    lookAt: 'Переглянути',
    holdAgainst: 'Порівняти з',
  },
  overview: {
    title: 'Огляд',
    next: 'Далі',
    overdue: 'Прострочено',
    wouldBeOverdue: 'Було б прострочено',
    unrecorded: 'Виконання не записано',
    nothingNext: 'Попереду немає строків.',
    nothingOverdue: 'Нічого не прострочено.',
    lateBy: (days) => `прострочено на ${days}`,
    wouldBeLateBy: (days) => `було б прострочено на ${days}`,
    wasDue: (date) => `строк був ${date}`,
    later: (days) => `${days} по тому`,
    all: (count) => `Усі ${count}`,
    until: (date) => `до ${date}`,
    by: 'За сторонами й темами',
  },
  shift: {
    title: 'Що зміниться',
    changes: (changed, all) => {
      const of = n(all, {
        one: '# зобов’язання',
        few: '# зобов’язань',
        many: '# зобов’язань',
        other: '# зобов’язання',
      });
      return changed === 0 ? `Жодне з ${of} не зміниться` : `Зміниться ${changed} з ${of}`;
    },
    moves: (count, same, by) => {
      const dates = n(count, {
        one: '# дата зсунеться',
        few: '# дати зсунуться',
        many: '# дат зсунуться',
        other: '# дати зсунеться',
      });
      if (same === 0) return dates;
      if (count === 1) return `${dates} на ${by}`;
      return `${dates}, ${same === count ? 'усі' : `${same} з них`} на ${by}`;
    },
    appeared: (count) =>
      n(count, {
        one: '# дістане дату',
        few: '# дістануть дату',
        many: '# дістануть дату',
        other: '# дістане дату',
      }),
    vanished: (count) =>
      n(count, {
        one: '# втратить дату',
        few: '# втратять дату',
        many: '# втратять дату',
        other: '# втратить дату',
      }),
    otherStatus: (count) =>
      n(count, {
        one: '# дістане інший стан',
        few: '# дістануть інший стан',
        many: '# дістануть інший стан',
        other: '# дістане інший стан',
      }),
    showChanged: 'Показати лише змінене',
    showAll: 'Показати все',
    otherwise: (count) =>
      n(count, {
        one: '# не зсувається разом з іншими: чому',
        few: '# не зсуваються разом з іншими: чому',
        many: '# не зсуваються разом з іншими: чому',
        other: '# не зсувається разом з іншими: чому',
      }),
    moving: (count) =>
      n(count, {
        one: '# дата зсувається: чому',
        few: '# дати зсуваються: чому',
        many: '# дат зсуваються: чому',
        other: '# дати зсувається: чому',
      }),
    conflicts: (all, change) =>
      `${toCheck(all)}${change ? ` (нових ${change[0]}, зникло ${change[1]})` : ''}`,
    more: (count) => `… і ще ${count}`,
    comes: 'нова',
    unknown: (list) => `Пропущено: ${list}. В угоді такого немає, або цього не вдалося прочитати.`,
  },
  filter: {
    title: 'Відібрати зобов’язання',
    party: 'Сторона',
    theme: 'Тема',
    status: 'Стан',
    text: 'Пошук',
    changed: 'лише змінене',
    shown: (shown, all) => (shown === all ? all : `${shown} з ${all}`),
  },
  zoom: {
    title: 'Показані дні',
    earlier: 'Раніше',
    later: 'Пізніше',
    of: { '30': '30 дн.', '100': '100 дн.', '365': '1 рік', '1826': '5 р.', all: 'усе' },
  },
  table: {
    caption: 'Зобов’язання та їхні дати',
    milestone: 'Зобов’язання',
    rule: 'Правило',
    due: 'Строк',
    shift: 'Зсув',
    status: 'Стан',
    track: 'Шкала часу',
    assumed: (date) => `припущено: ${date}`,
    did: (names) => `виконали: ${names}`,
    broke: (names) => `порушили: ${names}`,
    before: 'замість',
    nth: (ordinal) => `№ ${ordinal}`,
    nothing: 'Цим умовам не відповідає жодне зобов’язання.',
    nothingChanged: 'Нічого не зміниться. Зсуньте дату далі або покажіть усе.',
    showAll: 'Показати все',
  },
  track: { today: 'сьогодні' },
  due: {
    from: (date) => `від ${date}`,
    openSince: (date) => `відкрито з ${date}`,
    span: (from, to) => `${from} – ${to}`,
    waits: (list) => `чекає: ${list}`,
    between: (from, to) => `між ${from} і ${to}`,
    bound: { earliest: 'щонайраніше', latest: 'щонайпізніше', either: 'попередня дата' },
    none: 'у тексті немає дати',
  },
};
