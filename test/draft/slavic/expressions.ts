/** A timing expression in a sentence, and what it is to be read as. */
export interface Expression {
  readonly language: 'uk' | 'ru';
  /** Rules are written with the rows in view that are not held out; the others are only scored. */
  readonly heldOut: boolean;
  readonly sentence: string;
  readonly start: number;
  readonly end: number;
  /** Phrases that are right; `flag` where a flag is, `background` where nothing is to be proposed. */
  readonly reads: readonly string[];
}

/**
 * Written before the rules, after the manner of truces, treaties, laws, leases, deliveries and state contracts. A line has the
 * sentence, with the expression in brackets, and what it reads as. Every second line of a language is held out.
 */
const UKRAINIAN = `
Сторони зобов'язуються провести вибори [протягом 100 днів з дати підписання цієї Угоди]. | due: within 100 days of signing
Покупець повинен оплатити товар [не пізніше ніж через тридцять (30) календарних днів після отримання рахунку]. | due: within 30 days of invoice-receipt / due: by 30 days after invoice-receipt
Виконавець зобов'язаний передати звіт [до 1 січня 2027 року]. | due: by 2027-01-01
Орендар звільняє приміщення [протягом десяти днів після припинення договору]. | due: within 10 days of termination
Сторони припиняють вогонь [негайно після підписання цього Протоколу]. | due: on signing / holds: from signing
Замовник сплачує аванс [упродовж п'яти банківських днів з моменту підписання Договору]. | due: within 5 working days of signing
Комісія збирається [раз на квартал]. | due: every 1 quarter from signing
Орендна плата сплачується [щомісяця]. | due: every 1 month from signing
Цей Договір набирає чинності [з дати його підписання]. | falls: signing
Угода набуває чинності [на тридцятий день після обміну ратифікаційними грамотами]. | falls: 30 days after ratification-exchange / falls: 30 days after instrument-exchange / falls: 30 days after exchange
Постачальник має поставити обладнання [у строк до 15 квітня 2028 року]. | due: by 2028-04-15
Сторони мають звільнити всіх полонених [у десятиденний строк з дня набрання чинності цією Угодою]. | due: within 10 days of entry-into-force
Відведення важких озброєнь має бути завершене [протягом 14 днів]. | flag / due: within 14 days of signing
Відведення важких озброєнь розпочинається [не пізніше другого дня після припинення вогню]. | due: by 2 days after ceasefire / due: within 2 days of ceasefire
Сторони утримуються від застосування зброї [з 1 по 15 березня 2027 року]. | holds: from 2027-03-01 until 2027-03-15
Ярмарок триває [з 1 до 15 березня]. | flag
Договір діє [до 31 грудня 2029 року]. | holds: until 2029-12-31 / falls: 2029-12-31 / holds: from signing until 2029-12-31
Договір оренди укладено [строком на три роки]. | holds: from signing for 3 years
Виконавець усуває недоліки [невідкладно]. | due: undated / flag
Сторона має повідомити про зміну адреси [за 30 днів до розірвання Договору]. | due: by 30 days before termination / due: 30 days before termination
Продавець зобов'язується замінити товар [у найкоротший строк]. | due: undated / flag
Сторони зобов'язуються скоротити озброєння [поступово]. | due: undated / flag
Кабінет Міністрів України подає звіт [щороку до 1 березня]. | due: every year on 1 March from entry-into-force / due: every year on 1 March from signing
Лічильники перевіряються [кожні шість місяців]. | due: every 6 months from signing
Спостерігачі прибувають [15 червня 2027 року]. | due: on 2027-06-15
Сторони домовилися, що референдум буде проведено [через шість місяців після підписання миру]. | due: 6 months after signing / falls: 6 months after signing / due: 6 months after peace-signing / due: on 6 months after signing
Постачальник надсилає рахунок [у день відвантаження товару]. | due: on shipment / due: on goods-shipment
Орган влади повинен відповісти на запит [не пізніше п'яти робочих днів з дня отримання запиту]. | due: within 5 working days of request-receipt / due: by 5 working days after request-receipt
Переговори продовжуються [до завершення виборів]. | holds: until election-completion / holds: from signing until election-completion
Підрядник зобов'язаний отримати дозвіл [до початку робіт]. | due: before beginning / due: before works-beginning / due: by beginning
Уряд має ухвалити закон [до кінця 2027 року]. | due: by 2027-12-31
Парламент має ухвалити зміни [до кінця червня 2027 року]. | due: by 2027-06-30
Цей Закон набирає чинності [з дня, наступного за днем його опублікування]. | falls: 1 day after publication
Законопроєкт було внесено [12 травня 2021 року]. | background
Відповідно до Закону України [від 5 липня 2012 року] № 5073-VI сторони домовилися про таке. | background
Замовник [протягом доби після отримання повідомлення] надсилає представника. | due: within 1 day of notice-receipt / due: within 24 hours of notice-receipt / due: within 1 day of notification-receipt
Сторони обмінюються списками [протягом сорока восьми годин після підписання]. | due: within 48 hours of signing
Контракт може бути продовжений [на один рік]. | extends: once by at most 1 year / flag
Орендодавець має право підвищити плату [не раніше ніж через рік після підписання Договору]. | opens: 1 year after signing
Покупець може повернути товар [протягом чотирнадцяти днів з дня купівлі]. | due: within 14 days of purchase / holds: from purchase for 14 days
Сторони [щорічно] проводять консультації. | due: every 1 year from signing
Спільна комісія подає доповідь [не рідше одного разу на півроку]. | due: every 1 half-year from signing / due: every 6 months from signing
Якщо Постачальник не усуне дефекти [протягом десяти днів], Покупець може розірвати Договір. | flag
У разі прострочення платежу [понад тридцять днів] Банк нараховує пеню. | flag / background
Гарантійний строк становить [24 місяці з дати введення в експлуатацію]. | holds: from commissioning for 24 months / falls: 24 months after commissioning
Роботи виконуються [з 10 квітня 2027 року до 30 вересня 2027 року]. | holds: from 2027-04-10 until 2027-09-30 / due: from 2027-04-10 until 2027-09-30
Режим припинення вогню діє [з 00:00 15 лютого 2027 року]. | holds: from 00:00 on 2027-02-15 / falls: 00:00 on 2027-02-15
Сторони створюють комісію [не пізніше 20 серпня 2027 року]. | due: by 2027-08-20
Замовник підписує акт [протягом 3 (трьох) робочих днів від дати його отримання]. | due: within 3 working days of receipt
Обмін полоненими здійснюється [якнайшвидше]. | due: undated / flag
Воєнний стан діє [протягом 90 діб]. | holds: from signing for 90 days / flag / due: within 90 days of signing
Іноземні війська виводяться [протягом двох років і шести місяців з дня набрання чинності]. | due: within 2 years and 6 months of entry-into-force
Договір припиняється [через шість місяців після отримання повідомлення про денонсацію]. | falls: 6 months after notice-receipt / falls: 6 months after notification-receipt / falls: 6 months after denunciation-notice-receipt
Платіж здійснюється [при підписанні Договору]. | due: on signing
Виконавець зобов'язується зберігати таємницю [протягом п'яти років після закінчення строку дії Договору]. | holds: from term-end for 5 years / holds: from term-expiry for 5 years / holds: from expiry for 5 years
Сторони надають звіти [до 10 числа кожного місяця]. | due: every month on day 10 from signing / flag
Постачання здійснюється [щоквартально рівними частинами]. | due: every 1 quarter from signing
Місія перебуває в районі [до повного виконання цієї Угоди]. | holds: until implementation / holds: from signing until implementation / holds: until full-implementation
Сторони діють [на період дії воєнного стану]. | flag
Санкції скасовуються [поетапно]. | due: undated / flag
Орендар сплачує гарантійний внесок [не пізніше наступного дня після підписання]. | due: by 1 day after signing / due: within 1 day of signing
Ця Угода зберігає чинність [протягом п'ятдесяти років]. | holds: from signing for 50 years / holds: from entry-into-force for 50 years / flag
Товар постачається [у березні 2028 року]. | due: in March 2028 / due: from 2028-03-01 until 2028-03-31 / flag
Ратифікаційні грамоти здаються на зберігання [у місячний строк з дня ратифікації]. | due: within 1 month of ratification
Стороною, що відступає, позиції мають бути залишені [до 18:00 20 лютого 2027 року]. | due: by 18:00 on 2027-02-20
Виконавець повинен своєчасно і [регулярно] інформувати Замовника. | due: undated / flag
`;

const RUSSIAN = `
Обеспечить отвод тяжёлых вооружений [в течение 14 дней со дня прекращения огня]. | due: within 14 days of ceasefire
Поставщик обязуется поставить товар [в течение 10 рабочих дней со дня вступления в силу настоящего Договора]. | due: within 10 working days of entry-into-force
Стороны обязаны освободить всех удерживаемых лиц [не позднее чем через пять дней после подписания]. | due: within 5 days of signing / due: by 5 days after signing
Заказчик должен произвести оплату [до 1 июля 2027 года]. | due: by 2027-07-01
Стороны [незамедлительно] прекращают огонь. | due: undated / flag
Отвод войск начинается [не позднее второго дня после прекращения огня] и завершается в Минске. | due: by 2 days after ceasefire / due: within 2 days of ceasefire
Совместная комиссия собирается [ежегодно]. | due: every 1 year from signing
Арендная плата вносится [ежемесячно]. | due: every 1 month from signing
Настоящий Договор вступает в силу [со дня подписания]. | falls: signing
Соглашение вступит в силу [через тридцать дней после обмена ратификационными грамотами]. | falls: 30 days after ratification-exchange / falls: 30 days after instrument-exchange / falls: 30 days after exchange
Парламент должен принять постановление [в тридцатидневный срок с даты подписания настоящего документа]. | due: within 30 days of signing
Арендатор освобождает помещение [в месячный срок после прекращения договора]. | due: within 1 month of termination
Стороны воздерживаются от учений [с 1 по 15 марта 2027 года]. | holds: from 2027-03-01 until 2027-03-15
Ярмарка работает [с 1 по 15 марта]. | flag
Договор действует [до 31 декабря 2028 года]. | holds: until 2028-12-31 / falls: 2028-12-31 / holds: from signing until 2028-12-31
Договор заключён [сроком на пять лет]. | holds: from signing for 5 years
Заказчик вправе отказаться от Договора, предупредив об этом [за тридцать дней до расторжения]. | due: by 30 days before termination / due: 30 days before termination
Арендодатель уведомляет Арендатора [не менее чем за два месяца до изменения размера платы]. | due: by 2 months before change / due: 2 months before change / due: by 2 months before amount-change
Продавец обязан заменить товар [в кратчайший срок]. | due: undated / flag
Реформа проводится [поэтапно]. | due: undated / flag
Министерство представляет доклад [ежегодно до 1 апреля]. | due: every year on 1 April from signing / due: every year on 1 April from entry-into-force
Счётчики поверяются [каждые четыре года]. | due: every 4 years from signing
Наблюдатели прибывают [12 июня 2027 года]. | due: on 2027-06-12
Конституционная реформа завершается [к концу 2027 года]. | due: by 2027-12-31 / falls: 2027-12-31
Подрядчик сдаёт результат работ [не позднее 30.09.2027]. | due: by 2027-09-30
Продавец передаёт документы [одновременно с передачей товара]. | due: on transfer / due: on goods-transfer / due: alongside transfer
Орган обязан ответить [в течение пяти рабочих дней с момента получения запроса]. | due: within 5 working days of request-receipt
Переговоры продолжаются [до завершения вывода войск]. | holds: until withdrawal-completion / holds: from signing until withdrawal-completion / holds: until completion
Подрядчик должен застраховать объект [до начала работ]. | due: before beginning / due: before works-beginning / due: by beginning
Правительство обязано внести проект [до конца марта 2028 года]. | due: by 2028-03-31
Настоящий Федеральный закон вступает в силу [по истечении десяти дней после дня его официального опубликования]. | falls: 10 days after publication / falls: 10 days after official-publication
Договор был подписан [12 февраля 2015 года]. | background
В соответствии с Протоколом [от 5 сентября 2014 года] стороны подтверждают свои обязательства. | background
Покупатель [в течение суток после получения уведомления] направляет представителя. | due: within 1 day of notice-receipt / due: within 24 hours of notice-receipt / due: within 1 day of notification-receipt
Стороны обмениваются списками [в течение сорока восьми часов с момента подписания]. | due: within 48 hours of signing
Срок действия контракта может быть продлён [на шесть месяцев]. | extends: once by at most 6 months / flag
Право выкупа возникает [не ранее чем через два года после заключения договора]. | opens: 2 years after conclusion / opens: 2 years after signing
Покупатель вправе вернуть товар [в течение семи дней после его передачи]. | due: within 7 days of transfer / holds: from transfer for 7 days
Стороны проводят консультации [раз в полгода]. | due: every 1 half-year from signing / due: every 6 months from signing
Мониторинговая миссия докладывает [не реже одного раза в неделю]. | due: every 1 week from signing
Если Поставщик не устранит недостатки [в течение десяти дней], Покупатель вправе расторгнуть Договор. | flag
При просрочке [более тридцати дней] начисляется неустойка. | flag / background
Гарантийный срок составляет [36 месяцев с даты ввода в эксплуатацию]. | holds: from commissioning for 36 months / falls: 36 months after commissioning
Работы выполняются [с 10 апреля 2027 г. по 30 сентября 2027 г.] | holds: from 2027-04-10 until 2027-09-30 / due: from 2027-04-10 until 2027-09-30
Незамедлительное и всеобъемлющее прекращение огня вводится [с 00 час. 00 мин. 15 февраля 2027 года]. | holds: from 00:00 on 2027-02-15 / falls: 00:00 on 2027-02-15 / due: on 00:00 on 2027-02-15 / flag
Стороны создают комиссию [в срок до 20 августа 2027 года]. | due: by 2027-08-20
Заказчик подписывает акт [в течение 3 (трёх) рабочих дней с даты его получения]. | due: within 3 working days of receipt
Обмен пленными производится [как можно скорее]. | due: undated / flag
Чрезвычайное положение действует [в течение 60 суток]. | holds: from signing for 60 days / flag / due: within 60 days of signing
Иностранные войска выводятся [в течение одного года и шести месяцев со дня вступления в силу]. | due: within 1 year and 6 months of entry-into-force
Действие Соглашения прекращается [по истечении шести месяцев с даты получения уведомления]. | falls: 6 months after notice-receipt / falls: 6 months after notification-receipt
Задаток уплачивается [при подписании договора]. | due: on signing
Исполнитель обязуется не разглашать сведения [в течение трёх лет после прекращения Договора]. | holds: from termination for 3 years
Стороны направляют отчёты [до 5-го числа каждого месяца]. | due: every month on day 5 from signing / flag
Поставка осуществляется [ежеквартально]. | due: every 1 quarter from signing
Миссия остаётся в районе [до полного выполнения настоящего Соглашения]. | holds: until implementation / holds: from signing until implementation / holds: until full-implementation
Льготы предоставляются [на время действия чрезвычайного положения]. | flag
Стороны решают споры путём переговоров [в разумный срок]. | due: undated / flag
Покупатель вносит предоплату [на следующий день после подписания]. | due: 1 day after signing / due: on 1 day after signing / falls: 1 day after signing
Договор остаётся в силе [в течение двадцати лет со дня обмена нотами]. | holds: from exchange for 20 years / holds: from note-exchange for 20 years / holds: from notes-exchange for 20 years
Товар отгружается [в мае 2028 года]. | due: in May 2028 / due: from 2028-05-01 until 2028-05-31 / flag
Грамоты сдаются на хранение [в течение трёх месяцев с даты ратификации]. | due: within 3 months of ratification
Позиции должны быть оставлены [к 18:00 20 февраля 2027 года]. | due: by 18:00 on 2027-02-20
Исполнитель [своевременно] извещает Заказчика об изменениях. | due: undated / flag
Восстановление контроля над границей должно начаться [в первый день после местных выборов]. | due: 1 day after election / falls: 1 day after election / due: on 1 day after election / due: 1 day after local-election / due: on 1 day after local-election / due: on local-election
Выплаты производятся [два раза в год]. | flag / due: every 6 months from signing
`;

function table(language: Expression['language'], text: string): Expression[] {
  const lines = text.trim().split('\n');
  return lines.map((line, i) => {
    const [marked = '', reads = ''] = line.split(' | ');
    const start = marked.indexOf('[');
    const end = marked.indexOf(']') - 1;
    return {
      language,
      heldOut: i % 2 === 1,
      sentence: marked.replace(/[[\]]/g, ''),
      start,
      end,
      reads: reads.split(' / '),
    };
  });
}

export const EXPRESSIONS: readonly Expression[] = [
  ...table('uk', UKRAINIAN),
  ...table('ru', RUSSIAN),
];
