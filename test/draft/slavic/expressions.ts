/** A timing expression in a sentence, and what it is to be read as. */
export interface Expression {
  readonly language: 'uk' | 'ru';
  /** Rules were written with the first part in view; the second was held out; the third was written later. */
  readonly part: 'in view' | 'held out' | 'later';
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

/** Written after the rules, to see what they do with other words; rules were added for what they missed. */
const LATER_UKRAINIAN = `
Страховик здійснює виплату [протягом п'ятнадцяти робочих днів з дня складання страхового акта]. | due: within 15 working days of act-skladannia / due: within 15 working days of act-drafting / due: within 15 working days of act
Роботодавець видає трудову книжку [в день звільнення]. | due: on release / due: on dismissal
Сторони проведуть першу зустріч [не пізніше 1 квітня 2027 р.], а наступні проводитимуться щопівроку. | due: by 2027-04-01
Ліцензіат подає річну звітність [не пізніше 30 квітня кожного року]. | due: every year on 30 April from signing
Банк перераховує кошти [наступного банківського дня після надходження заяви]. | due: 1 working day after application-receipt / due: on 1 working day after application-receipt
Перемир'я триватиме [з 8:00 24 грудня 2027 року до 8:00 2 січня 2028 року]. | holds: from 08:00 on 2027-12-24 until 08:00 on 2028-01-02
Позичальник повертає кредит [рівними частинами щомісяця до 15 числа]. | due: every month on day 15 from signing / flag
Суд призначає засідання [не пізніше двадцяти днів з дня надходження позову]. | due: within 20 days of receipt / due: within 20 days of pozovu-receipt / due: within 20 days of claim-receipt / due: by 20 days after pozovu-receipt
Депутати складають присягу [перед початком роботи]. | due: before beginning / due: before work-beginning / due: before roboty-beginning / due: before works-beginning / flag
Концесія надається [на тридцять років з дати укладення]. | holds: from conclusion for 30 years
Меморандум втрачає чинність [через п'ять років після набрання чинності]. | falls: 5 years after entry-into-force
Підрядник розпочинає роботи [не раніше отримання дозволу]. | opens: receipt / opens: permit-receipt / opens: dozvolu-receipt
Оплата здійснюється [після підписання акта приймання]. | due: on act-signing / flag
Наглядова рада переглядає тарифи [раз на два роки]. | due: every 2 years from signing
Сторони обмінюються інформацією про витрати [до 25 січня]. | flag
Виконавець зберігає документи [не менше трьох років]. | flag / holds: from signing for 3 years
Орендар не має права передавати майно в суборенду [до закінчення другого року оренди]. | holds: until expiry / flag / holds: until completion / holds: until orendy-completion / holds: until roku-completion
Бойовики були виведені з міста [ще 14 вересня 2015 року]. | background
Гарантії діють [упродовж усього строку оренди]. | flag
Президент підписує закон [у п'ятнадцятиденний строк після його отримання]. | due: within 15 days of receipt
Перша черга має бути введена в дію [до кінця першого півріччя 2027 року]. | due: by 2027-06-30 / flag
Замовник оплачує роботи [протягом 30 днів після їх завершення]. | due: within 30 days of completion
Спостерігачі перебуватимуть у зоні [щонайменше шість місяців]. | flag / holds: from signing for 6 months
Прем'єр обіцяв провести реформу [за сто днів]. | background / flag / due: within 100 days of signing
Продавець гарантує якість товару [протягом року від дня його передачі покупцеві]. | holds: from transfer for 1 year / due: within 1 year of transfer / holds: from receipt for 1 year
Висновок надсилається заявникові [не пізніш як у п'ятиденний термін з дня його затвердження]. | due: within 5 days of approval / due: by 5 days after approval
Виборча комісія встановлює результати [не пізніше ніж на сьомий день після дня голосування]. | due: by 7 days after holosuvannia / due: within 7 days of holosuvannia / due: by 7 days after voting
Угода підлягає ратифікації та набирає чинності [у день обміну грамотами]. | falls: exchange / falls: instrument-exchange
Аванс має бути повернуто [протягом п'яти днів з моменту розірвання договору]. | due: within 5 days of termination
Сторони утворять робочу групу [в тижневий строк після підписання]. | due: within 1 week of signing
Рада міністрів збирається [двічі на рік]. | flag
Звіти надсилаються [щокварталу, не пізніше 15 квітня, 15 липня, 15 жовтня та 15 січня]. | flag / due: every 1 quarter from signing
Право користування переходить до орендаря [з 1 вересня 2027 року]. | falls: 2027-09-01 / holds: from 2027-09-01
Передача влади відбудеться [о 12:00 20 січня 2029 року]. | due: on 12:00 on 2029-01-20 / falls: 12:00 on 2029-01-20 / falls: at 12:00 on 2029-01-20
Місію розгорнуть [протягом двох тижнів після ухвалення резолюції]. | due: within 2 weeks of adoption / due: within 2 weeks of rezoliutsii-adoption / due: within 2 weeks of resolution-adoption
Заборона діє [до особливого розпорядження]. | flag / holds: until rozporiadzhennia / holds: until order
Пенсійний вік підвищується [з 2028 року]. | falls: 2028-01-01 / falls: 2028 / flag / holds: from 2028-01-01
Страйк триває [від 5 травня]. | flag / background
Експерт дає висновок [упродовж 45 днів, але не пізніше 1 жовтня 2027 року]. | flag / due: by 2027-10-01
Учасник може вийти з товариства, попередивши [не менш ніж за шість місяців до виходу]. | due: by 6 months before vykhodu / due: by 6 months before withdrawal / due: by 6 months before exit
Зерно вивозиться [після завершення жнив]. | due: on zhnyv-completion / flag / due: on harvest-completion
Договір вважається продовженим [на такий самий строк]. | flag
Платник сплачує податок [протягом десяти календарних днів після закінчення граничного строку подання декларації]. | due: within 10 days of expiry / due: within 10 days of completion / flag / due: within 10 days of deklaratsii-expiry / due: within 10 days of hranychnoho-expiry / due: within 10 days of podannia-completion
Блокаду буде знято [щойно сторони підпишуть угоду]. | due: on signing / flag
Комісія оголошує результати [протягом трьох діб після завершення підрахунку голосів]. | due: within 3 days of pidrakhunku-completion / due: within 3 days of completion / due: within 3 days of count-completion
Кредитор може вимагати повернення боргу [у будь-який час]. | background
Товариство скликає загальні збори [щороку до 30 квітня]. | due: every year on 30 April from signing
Сторони мають узгодити графік [до початку поставки]. | due: before delivery-beginning / due: before beginning
Обладнання передається в оренду [на 18 місяців]. | flag / holds: from signing for 18 months
Військові навчання припиняються [з дня підписання цього Меморандуму]. | falls: signing / holds: from signing
Кожна Сторона повідомляє іншу [не пізніше як за сорок вісім годин до польоту]. | due: by 48 hours before polotu / due: by 48 hours before flight
Підприємство звільняється від податку [до 1 січня 2030 року]. | holds: until 2030-01-01 / due: by 2030-01-01
Уряд протягом місяця [з дня призначення] подає програму діяльності. | due: within 1 month of appointment
Правила застосовуються [з 1 січня 2028 року]. | holds: from 2028-01-01 / falls: 2028-01-01
Закон було ухвалено [23 лютого 2027 року]. | background
Штраф сплачується [у п'ятнадцятиденний строк з дня вручення постанови]. | due: within 15 days of postanovy-vruchennia / due: within 15 days of vruchennia / due: within 15 days of postanovy-service
Збори відбуваються [першого понеділка кожного місяця]. | flag
Ремонт доріг виконується [у літній період]. | flag
Територія має бути розмінована [упродовж двох років після припинення вогню]. | due: within 2 years of ceasefire
Виконавець надає документи [на вимогу Замовника]. | flag / due: on demand
Документи надсилаються [не пізніше трьох робочих днів до дня засідання]. | due: by 3 working days before zasidannia / due: by 3 working days before session / flag
Орендар повертає майно [в останній день строку оренди]. | flag / due: on expiry
`;

const LATER_RUSSIAN = `
Страховщик производит выплату [в течение пятнадцати рабочих дней со дня составления акта]. | due: within 15 working days of act-sostavlenyia / due: within 15 working days of act
Работодатель выдаёт трудовую книжку [в день увольнения]. | due: on dismissal / due: on uvolnenyia
Стороны проведут первую встречу [не позднее 1 апреля 2027 г.] | due: by 2027-04-01
Лицензиат подаёт отчётность [не позднее 30 апреля каждого года]. | due: every year on 30 April from signing
Банк перечисляет средства [на следующий банковский день после поступления заявления]. | due: 1 working day after application-receipt / due: on 1 working day after application-receipt
Перемирие продлится [с 8:00 24 декабря 2027 года до 8:00 2 января 2028 года]. | holds: from 08:00 on 2027-12-24 until 08:00 on 2028-01-02
Заёмщик возвращает кредит [ежемесячно до 15-го числа]. | due: every month on day 15 from signing / flag
Суд назначает заседание [не позднее двадцати дней со дня поступления иска]. | due: within 20 days of yska-receipt / due: within 20 days of receipt / due: by 20 days after iska-receipt
Депутаты приносят присягу [перед началом работы]. | due: before beginning / due: before works-beginning / flag
Концессия предоставляется [на тридцать лет с даты заключения]. | holds: from conclusion for 30 years
Меморандум утрачивает силу [через пять лет после вступления в силу]. | falls: 5 years after entry-into-force
Подрядчик приступает к работам [не ранее получения разрешения]. | opens: receipt / opens: razreshenyia-receipt
Оплата производится [после подписания акта приёмки]. | due: on act-signing / flag
Наблюдательный совет пересматривает тарифы [раз в два года]. | due: every 2 years from signing
Стороны обмениваются сведениями [до 25 января]. | flag
Исполнитель хранит документы [не менее трёх лет]. | flag / holds: from signing for 3 years
Арендатор не вправе сдавать имущество в субаренду [до истечения второго года аренды]. | flag / holds: until expiry
Боевики покинули город [14 сентября 2015 года]. | background
Гарантии действуют [в течение всего срока аренды]. | flag
Президент подписывает закон [в пятнадцатидневный срок после его получения]. | due: within 15 days of receipt
Первая очередь должна быть введена в действие [до конца первого полугодия 2027 года]. | due: by 2027-06-30 / flag
Заказчик оплачивает работы [в течение 30 дней после их завершения]. | due: within 30 days of completion
Войска останутся в зоне [минимум шесть месяцев]. | flag / holds: from signing for 6 months
Премьер обещал провести реформу [за сто дней]. | background / flag / due: within 100 days of signing
Продавец гарантирует качество товара [в течение года со дня его передачи покупателю]. | holds: from transfer for 1 year / due: within 1 year of transfer
Заключение направляется заявителю [не позднее чем в пятидневный срок со дня его утверждения]. | due: within 5 days of approval / due: by 5 days after approval
Комиссия устанавливает результаты [не позднее чем на седьмой день после дня голосования]. | due: by 7 days after holosovanyia / due: within 7 days of holosovanyia / due: by 7 days after voting
Соглашение подлежит ратификации и вступает в силу [в день обмена грамотами]. | falls: exchange / falls: instrument-exchange
Аванс должен быть возвращён [в течение пяти дней с момента расторжения договора]. | due: within 5 days of termination
Стороны образуют рабочую группу [в недельный срок после подписания]. | due: within 1 week of signing
Совет министров собирается [дважды в год]. | flag
Отчёты направляются [ежеквартально, не позднее 15 апреля, 15 июля, 15 октября и 15 января]. | flag / due: every 1 quarter from signing
Право пользования переходит к арендатору [с 1 сентября 2027 года]. | falls: 2027-09-01 / holds: from 2027-09-01
Передача власти состоится [в 12:00 20 января 2029 года]. | due: on 12:00 on 2029-01-20 / falls: 12:00 on 2029-01-20
Миссия будет развёрнута [в течение двух недель после принятия резолюции]. | due: within 2 weeks of adoption / due: within 2 weeks of rezoliutsyy-adoption / due: within 2 weeks of resolution-adoption
Запрет действует [до особого распоряжения]. | flag / holds: until order
Пенсионный возраст повышается [с 2028 года]. | falls: 2028-01-01 / falls: 2028 / flag / holds: from 2028-01-01
Забастовка продолжается [с 5 мая]. | flag / background
Эксперт даёт заключение [в течение 45 дней, но не позднее 1 октября 2027 года]. | flag / due: by 2027-10-01
Участник может выйти из общества, предупредив [не менее чем за шесть месяцев до выхода]. | due: by 6 months before exit / due: by 6 months before vykhoda
Зерно вывозится [после завершения уборки]. | due: on uborky-completion / flag
Договор считается продлённым [на тот же срок]. | flag
Плательщик уплачивает налог [в течение десяти календарных дней после окончания предельного срока подачи декларации]. | due: within 10 days of expiry / due: within 10 days of completion / flag / due: within 10 days of deklaratsyy-expiry
Блокада будет снята, [как только стороны подпишут соглашение]. | due: on signing / flag
Комиссия объявляет результаты [в течение трёх суток после завершения подсчёта голосов]. | due: within 3 days of podscheta-completion / due: within 3 days of completion
Кредитор может требовать возврата долга [в любое время]. | background
Общество созывает общее собрание [ежегодно до 30 апреля]. | due: every year on 30 April from signing
Стороны должны согласовать график [до начала поставки]. | due: before delivery-beginning / due: before beginning
Оборудование передаётся в аренду [на 18 месяцев]. | flag / holds: from signing for 18 months
Военные учения прекращаются [со дня подписания настоящего Меморандума]. | falls: signing / holds: from signing
Каждая Сторона уведомляет другую [не позднее чем за сорок восемь часов до полёта]. | due: by 48 hours before poleta
Предприятие освобождается от налога [до 1 января 2030 года]. | holds: until 2030-01-01 / due: by 2030-01-01
Правительство в течение месяца [со дня назначения] представляет программу. | due: within 1 month of appointment
Правила применяются [с 1 января 2028 года]. | holds: from 2028-01-01 / falls: 2028-01-01
Закон был принят [23 февраля 2027 года]. | background
Штраф уплачивается [в пятнадцатидневный срок со дня вручения постановления]. | due: within 15 days of vrucheniia / due: within 15 days of postanovlenyia-vruchenyia / due: within 15 days of postanovleniia-vrucheniia
Собрания проводятся [в первый понедельник каждого месяца]. | flag
Ремонт дорог выполняется [в летний период]. | flag
Территория должна быть разминирована [в течение двух лет после прекращения огня]. | due: within 2 years of ceasefire
Исполнитель предоставляет документы [по требованию Заказчика]. | flag / due: on demand
Документы направляются [не позднее трёх рабочих дней до дня заседания]. | due: by 3 working days before zasedanyia / flag
Арендатор возвращает имущество [в последний день срока аренды]. | flag / due: on expiry
`;

function table(language: Expression['language'], text: string, later = false): Expression[] {
  const lines = text.trim().split('\n');
  return lines.map((line, i) => {
    const [marked = '', reads = ''] = line.split(' | ');
    const start = marked.indexOf('[');
    const end = marked.indexOf(']') - 1;
    return {
      language,
      part: later ? 'later' : i % 2 === 1 ? 'held out' : 'in view',
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
  ...table('uk', LATER_UKRAINIAN, true),
  ...table('ru', LATER_RUSSIAN, true),
];
