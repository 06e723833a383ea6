import type { PhraseKey } from '../../src/engine/phrase/canonical';

/** Wordings with the same meaning, the words around them, and the phrase that they give. */
export const SYNONYMS: readonly {
  key: PhraseKey;
  before: string;
  wordings: string;
  after: string;
  phrase: string;
}[] = [
  {
    key: 'due',
    before: '',
    wordings:
      'by | no later than | not later than | no later than by | not later than by | no later than on | not later than on | not after | no later then | by no later than | by not later than | at latest | at latest by | at latest on | on or before | before or on | on or prior to | not beyond | until | till | up to | up to and including | until and including | not later than at | by at latest | in no event later than | in no case later than | in any event no later than | in any event not later than | in any case not later than | in any case no later than | in any event by | in any case by | at very latest | through | not later',
    after: ' 2027-03-01',
    phrase: 'by 2027-03-01',
  },
  {
    key: 'due',
    before: '',
    wordings: 'before | prior to | ahead of | earlier than | in advance of | strictly before',
    after: ' 2027-03-01',
    phrase: 'before 2027-03-01',
  },
  {
    key: 'due',
    before: '',
    wordings:
      'on | upon | immediately upon | immediately on | immediately after | immediately following | forthwith upon | forthwith on | forthwith after | simultaneously with | concurrently with | at time of | at moment of | once | as soon as | when | on occasion of | in moment of | at same time as',
    after: ' delivery',
    phrase: 'on delivery',
  },
  { key: 'due', before: '', wordings: 'at', after: ' delivery', phrase: 'at delivery' },
  {
    key: 'due',
    before: '',
    wordings:
      'within | within period of | no more than | not more than | in no more than | in not more than | in less than or equal to | no longer than | not longer than | inside | inside of | within not more than | within no more than | within maximum of | within time limit of | within term of | for not more than',
    after: ' 30 days after delivery',
    phrase: 'within 30 days of delivery',
  },
  {
    key: 'due',
    before: '',
    wordings: 'in | during | in course of | sometime in | some time in',
    after: ' June 2027',
    phrase: 'in June 2027',
  },
  {
    key: 'falls',
    before: '',
    wordings:
      'from | as from | as of | with effect from | with effect as of | with effect on | effective | effective from | effective as of | effective on | starting | starting on | starting from | beginning | beginning on | commencing | commencing on | on and from | on and after | from and after | with effect as from | from and including',
    after: ' 2027-03-01',
    phrase: '2027-03-01',
  },
  {
    key: 'opens',
    before: '',
    wordings:
      'not before | no earlier than | not earlier than | no sooner than | not sooner than | not until | on or after | at earliest | at earliest on | only from | not prior to | earliest on | at any time from | at any time on or after',
    after: ' 2027-03-01',
    phrase: '2027-03-01',
  },
  {
    key: 'due',
    before: '',
    wordings:
      'as soon as possible | as soon as practicable | as soon as reasonably practicable | as soon as reasonably possible | as soon as feasible | as early as possible | as quickly as possible | as promptly as possible | as expeditiously as possible | at earliest opportunity | at earliest possible date | at earliest possible time | at earliest possible moment | without delay | without undue delay | without unreasonable delay | without further delay | promptly | forthwith | immediately | speedily | expeditiously | urgently | swiftly | at once | in timely manner | in good time | in due course | in due time | within reasonable time | within reasonable period | within reasonable period of time | gradually | progressively | in near future | shortly | soon | from time to time | periodically | regularly | when possible | eventually | with all deliberate speed | with all due speed | in shortest possible time | without any delay | as quickly as practicable | as rapidly as possible | as soon as circumstances permit | permanently | temporarily | for time being | subsequently | immediate | long-term | in long term | in future | henceforth | from now on | with immediate effect | within shortest possible time',
    after: '',
    phrase: 'undated',
  },
  {
    key: 'due',
    before: 'promptly ',
    wordings:
      'and in any event | and in any case | but in any event | but in any case | or in any event | or in any case | in any event | in any case | and at all events | and at any rate | but | and | and at latest | but at latest | at latest | but always | and always | however | but at any rate | at all events | at any rate | and ultimately',
    after: ' within 30 days of delivery',
    phrase: 'within 30 days of delivery',
  },
  {
    key: 'due',
    before: 'promptly and, ',
    wordings:
      'where feasible | where possible | if possible | where applicable | to extent possible | where practicable | if practicable | wherever possible | preferably | if feasible | as far as possible',
    after: ', within 30 days of delivery',
    phrase: 'within 30 days of delivery',
  },
  {
    key: 'due',
    before: '30 days after delivery ',
    wordings:
      'at latest | at very latest | or earlier | or sooner | or before | or before that date | latest',
    after: '',
    phrase: 'by 30 days after delivery',
  },
  {
    key: 'opens',
    before: '2027-03-01 ',
    wordings: 'at earliest | at very earliest | or later | or thereafter | onwards | onward',
    after: '',
    phrase: '2027-03-01',
  },
  {
    key: 'holds',
    before: '',
    wordings:
      'from | as from | as of | with effect from | with effect as of | effective | effective from | effective as of | effective on | starting | starting on | starting from | beginning | beginning on | commencing | commencing on | on and from | on and after | from and after | from and including | upon | since | with effect as from | with effect on | on or after | between',
    after: ' 2027-03-01',
    phrase: 'from 2027-03-01',
  },
  {
    key: 'holds',
    before: 'from 2027-03-01 ',
    wordings:
      'until | till | to | up to | through | until and including | up to and including | to and including | until end of day on | and ending on | ending on | and | until such time as | until time when | until moment when | until date on which | pending | up until | through to | through and including | and until | and up to | and to | and shall expire on | and expiring on | expiring on | but no longer than until | not beyond | no longer than until | until later date of | up to end of day on',
    after: ' 2028-03-01',
    phrase: 'from 2027-03-01 until 2028-03-01',
  },
  {
    key: 'holds',
    before: '',
    wordings:
      'while | as long as | so long as | for as long as | for so long as | for such time as | during such time as | whilst | until such time as no | for such period as',
    after: ' talks',
    phrase: 'while talks',
  },
  {
    key: 'holds',
    before: '',
    wordings:
      'during | throughout | for duration of | during duration of | during entire | throughout duration of | for whole of | in course of | for entire duration of | during currency of | for life of',
    after: ' the transition',
    phrase: 'during transition',
  },
  {
    key: 'holds',
    before: 'from delivery ',
    wordings: 'for | during | throughout | for duration of | over',
    after: ' 30 days',
    phrase: 'from delivery for 30 days',
  },
  {
    key: 'holds',
    before: 'from delivery ',
    wordings:
      'onwards | onward | on | and thereafter | and thereafter indefinitely | indefinitely | for indefinite period | for unlimited period | for unlimited duration | for indefinite duration | permanently | without limit of time | for indefinite time | in perpetuity',
    after: '',
    phrase: 'from delivery',
  },
  {
    key: 'holds',
    before: 'from 2027-03-01 to 2028-03-01 (',
    wordings: 'inclusive | both days inclusive | both dates inclusive | included | both inclusive',
    after: ')',
    phrase: 'from 2027-03-01 until 2028-03-01',
  },
  {
    key: 'due',
    before: '',
    wordings: 'hourly',
    after: ' from delivery',
    phrase: 'every 1 hour from delivery',
  },
  {
    key: 'due',
    before: '',
    wordings: 'daily | once a day | once per day | per day | each day | every day | on daily basis',
    after: ' from delivery',
    phrase: 'every 1 day from delivery',
  },
  {
    key: 'due',
    before: '',
    wordings:
      'weekly | once a week | once per week | each week | every week | on weekly basis | at weekly intervals',
    after: ' from delivery',
    phrase: 'every 1 week from delivery',
  },
  {
    key: 'due',
    before: '',
    wordings:
      'fortnightly | every fortnight | each fortnight | once a fortnight | on fortnightly basis | at fortnightly intervals | every other week | every second week',
    after: ' from delivery',
    phrase: 'every 2 weeks from delivery',
  },
  {
    key: 'due',
    before: '',
    wordings:
      'monthly | once a month | once per month | each month | every month | on monthly basis | at monthly intervals | once each month | once every month',
    after: ' from delivery',
    phrase: 'every 1 month from delivery',
  },
  {
    key: 'due',
    before: '',
    wordings:
      'quarterly | each quarter | every quarter | once a quarter | once per quarter | on quarterly basis | at quarterly intervals',
    after: ' from delivery',
    phrase: 'every 1 quarter from delivery',
  },
  {
    key: 'due',
    before: '',
    wordings:
      'half-yearly | semi-annually | semiannually | semi-annual | on half-yearly basis | on semi-annual basis | at half-yearly intervals | every half-year | each half-year | every half year | every semester',
    after: ' from delivery',
    phrase: 'every 1 half-year from delivery',
  },
  {
    key: 'due',
    before: '',
    wordings:
      'annually | yearly | once a year | once per year | once every year | once each year | each year | every year | per annum | on annual basis | on yearly basis | at annual intervals | at yearly intervals | per year',
    after: ' from delivery',
    phrase: 'every 1 year from delivery',
  },
  {
    key: 'due',
    before: '',
    wordings:
      'biennially | every other year | every second year | on biennial basis | once every two years',
    after: ' from delivery',
    phrase: 'every 2 years from delivery',
  },
  {
    key: 'due',
    before: '',
    wordings: 'every other day | every second day',
    after: ' from delivery',
    phrase: 'every 2 days from delivery',
  },
  {
    key: 'due',
    before: '',
    wordings: 'every other month | every second month',
    after: ' from delivery',
    phrase: 'every 2 months from delivery',
  },
  {
    key: 'due',
    before: '',
    wordings: 'triennially',
    after: ' from delivery',
    phrase: 'every 3 years from delivery',
  },
  {
    key: 'due',
    before: '',
    wordings: 'quinquennially',
    after: ' from delivery',
    phrase: 'every 5 years from delivery',
  },
  {
    key: 'due',
    before: '',
    wordings:
      'at least | not less than | no less than | not less often than | at minimum | at intervals of not more than | at intervals not exceeding | at intervals of no more than | at intervals of | in intervals of | at regular intervals of',
    after: ' every 30 days from delivery',
    phrase: 'every 30 days from delivery',
  },
  {
    key: 'due',
    before: '',
    wordings: 'every | each | once every | once in every | once each | once in | at least every',
    after: ' six months from delivery',
    phrase: 'every 6 months from delivery',
  },
  {
    key: 'due',
    before: 'by 30 April ',
    wordings:
      'of each year | of every year | each year | every year | of each calendar year | of every calendar year | in each year | in every year | each calendar year | of each and every year | every calendar year | annually | yearly | of any year | in any year | of each succeeding calendar year | of each subsequent year | of each following year',
    after: ' from delivery',
    phrase: 'every year on 30 April from delivery',
  },
  {
    key: 'due',
    before: 'by the 15th day ',
    wordings:
      'of each month | of every month | each month | every month | of each calendar month | of every calendar month | in each month | monthly | of any month',
    after: ' from delivery',
    phrase: 'every month on day 15 from delivery',
  },
  {
    key: 'due',
    before: '',
    wordings:
      'on or before | no later than | not later than | by | on | before end of | at latest by | at latest on | at latest | until',
    after: ' 30 April of each year from delivery',
    phrase: 'every year on 30 April from delivery',
  },
  {
    key: 'due',
    before: 'every six months ',
    wordings:
      'from | after | following | as from | as of | since | counted from | counting from | with effect from | thereafter from | from and after | upon | beginning after | starting after | commencing after | starting from | beginning from | beginning as of',
    after: ' delivery',
    phrase: 'every 6 months from delivery',
  },
  {
    key: 'due',
    before: 'every six months ',
    wordings:
      'starting on | beginning on | commencing on | starting | beginning | commencing | starting with | beginning with | commencing with | first time on | for first time on | first on | with first on | first being on | first of them on | first such report being due on | first due on | first being due on',
    after: ' 2027-03-01',
    phrase: 'every 6 months starting on 2027-03-01',
  },
  {
    key: 'due',
    before: 'by 2027-03-01 and every two years ',
    wordings:
      'thereafter | after that | after that date | subsequently | from then on | afterwards | following that date | after such date',
    after: '',
    phrase: 'every 2 years starting on 2027-03-01',
  },
  {
    key: 'falls',
    before: '30 days ',
    wordings:
      'after | following | next following | immediately following | immediately after | from | as from | as of | since | upon | subsequent to | counted from | counting from | calculated from | reckoned from | computed from | measured from | running from | to run from | starting from | starting as of | commencing from | commencing as of | beginning from | beginning as of | from and after | as counted from | to be counted from | next after',
    after: ' delivery',
    phrase: '30 days after delivery',
  },
  {
    key: 'falls',
    before: '30 days ',
    wordings:
      'before | prior to | preceding | immediately preceding | immediately before | in advance of | ahead of | previous to | next before',
    after: ' delivery',
    phrase: '30 days before delivery',
  },
  {
    key: 'falls',
    before: 'the ',
    wordings: 'first day of | beginning of | start of | first of',
    after: ' June 2027',
    phrase: '2027-06-01',
  },
  {
    key: 'falls',
    before: 'the ',
    wordings:
      'last day of | end of | year end | month end | quarter end | close of | end-of | final day of | very end of',
    after: ' June 2027',
    phrase: '2027-06-30',
  },
  {
    key: 'falls',
    before: 'the ',
    wordings:
      'end of | expiry of | expiration of | lapse of | completion of | conclusion of | close of | elapse of | elapsing of | termination of | passing of | expiring of | expiry after | expiration after',
    after: ' 30 days from delivery',
    phrase: '30 days after delivery',
  },
  {
    key: 'falls',
    before: 'the ',
    wordings:
      'date that is | date which is | date falling | day falling | date which falls | date that falls | day which falls | day that falls | day that is | day which is | date occurring | day occurring | point',
    after: ' 30 days after delivery',
    phrase: '30 days after delivery',
  },
  {
    key: 'falls',
    before: 'the ',
    wordings: 'later of | latest of | last to occur of | latter of | last of',
    after: ' signature and delivery',
    phrase: 'later of (signing and delivery)',
  },
  {
    key: 'falls',
    before: 'signature or 1 May 2027, ',
    wordings:
      'whichever is later | whichever is latest | whichever comes later | whichever occurs later | whichever is last | whichever occurs last | whichever comes last | whichever is last to occur | whichever date is later | whichever date is latest | whichever happens later | whichever falls later | whichever be later',
    after: '',
    phrase: 'later of (signing and 2027-05-01)',
  },
  {
    key: 'falls',
    before: '1 May 2027 ',
    wordings: 'or if later | or , if later',
    after: ', 30 days after delivery',
    phrase: 'later of (2027-05-01 and 30 days after delivery)',
  },
  {
    key: 'falls',
    before: 'the ',
    wordings: 'earlier of | earliest of | sooner of | first to occur of | soonest of',
    after: ' signature and delivery',
    phrase: 'earlier of (signing and delivery)',
  },
  {
    key: 'falls',
    before: 'signature or 1 May 2027, ',
    wordings:
      'whichever is earlier | whichever is earliest | whichever is sooner | whichever comes first | whichever occurs first | whichever is first | whichever comes earlier | whichever occurs earlier | whichever is first to occur | whichever first occurs | whichever happens first | whichever date is earlier | whichever falls first | whichever occurs sooner | whichever comes sooner | whichever falls earlier | whichever be earlier | whichever happens earlier',
    after: '',
    phrase: 'earlier of (signing and 2027-05-01)',
  },
  {
    key: 'falls',
    before: '1 May 2027 ',
    wordings: 'or if earlier | or if sooner | or , if earlier | or , if sooner',
    after: ', 30 days after delivery',
    phrase: 'earlier of (2027-05-01 and 30 days after delivery)',
  },
  {
    key: 'due',
    before: 'within ',
    wordings:
      'not more than | no more than | not longer than | no longer than | not exceeding | not to exceed | at most | up to | maximum of | max',
    after: ' 30 days of delivery',
    phrase: 'within 30 days of delivery',
  },
  {
    key: 'due',
    before: '',
    wordings:
      'not less than | no less than | not fewer than | no fewer than | at least | minimum of | not shorter than | no shorter than | least',
    after: ' 30 days before delivery',
    phrase: 'by 30 days before delivery',
  },
  {
    key: 'due',
    before: 'within ',
    wordings: 'exactly | precisely',
    after: ' 30 days of delivery',
    phrase: 'within exactly 30 days of delivery',
  },
  {
    key: 'due',
    before: 'within ',
    wordings: 'half | one half | half of | one half of | one-half',
    after: ' a year of delivery',
    phrase: 'within 1 half-year of delivery',
  },
  {
    key: 'due',
    before: 'within ',
    wordings: 'quarter of | one quarter of | one-quarter of',
    after: ' a year of delivery',
    phrase: 'within 3 months of delivery',
  },
  {
    key: 'due',
    before: 'within ',
    wordings: 'three quarters of | three-quarters of',
    after: ' a year of delivery',
    phrase: 'within 9 months of delivery',
  },
  {
    key: 'due',
    before: 'within ten days (',
    wordings:
      'excepting | excluding | except | exclusive of | not counting | not including | except for',
    after: ' Saturdays, Sundays and public holidays) of delivery',
    phrase: 'within 10 working days of delivery',
  },
  {
    key: 'renews',
    before: '',
    wordings:
      'for | automatically for | by tacit agreement for | tacitly for | for successive | for further | for further successive | for like | automatically renewed for | by tacit renewal for | shall be renewed for | is renewed for | renewed for | automatically renews for | for additional | for consecutive | for subsequent',
    after: ' 5 years unless notice',
    phrase: 'for 5 years unless notice',
  },
  {
    key: 'renews',
    before: 'for 5 years ',
    wordings:
      'unless | unless either party gives | unless one of parties gives | unless terminated by | unless party gives | unless a party gives | unless denounced by | unless cancelled by | unless either of parties gives | except where',
    after: ' notice',
    phrase: 'for 5 years unless notice',
  },
  {
    key: 'renews',
    before: 'for 5 years unless notice 6 months ',
    wordings: 'before | prior to | in advance of',
    after: ' its expiry',
    phrase: 'for 5 years unless notice 6 months before',
  },
  {
    key: 'renews',
    before: 'for 5 years unless notice ',
    wordings:
      'is given | has been given | is received | has been received | given | is served | is delivered | not later than | no later than | not less than | no less than | at least',
    after: ' 6 months before',
    phrase: 'for 5 years unless notice 6 months before',
  },
  {
    key: 'extends',
    before: '',
    wordings: 'once | one time | only once | once only',
    after: ' by up to 30 days',
    phrase: 'once by at most 30 days',
  },
  {
    key: 'extends',
    before: '',
    wordings: 'twice | two times',
    after: ' by up to 30 days',
    phrase: '2 times by at most 30 days',
  },
  {
    key: 'extends',
    before: '',
    wordings: 'three times | thrice',
    after: ' by up to 30 days',
    phrase: '3 times by at most 30 days',
  },
  {
    key: 'extends',
    before: '',
    wordings:
      'by agreement | by mutual agreement | by common agreement | by mutual consent | by consent | by written agreement | by common accord | by unanimous decision | by decision | with agreement of parties | by agreement of parties | by agreement between parties | by written agreement of parties | by mutual written agreement',
    after: '',
    phrase: 'by agreement',
  },
  {
    key: 'extends',
    before: '',
    wordings:
      'never beyond | not beyond | but not beyond | never later than | not later than | no later than | but not later than | but no later than',
    after: ' 2028-03-01',
    phrase: 'never beyond 2028-03-01',
  },
  {
    key: 'extends',
    before: '',
    wordings: 'by | for | by period of | for period of',
    after: ' 30 days',
    phrase: 'by at most 30 days',
  },
  {
    key: 'pauses',
    before: '',
    wordings:
      'while | during | for as long as | as long as | so long as | whenever | whilst | for so long as | for duration of | throughout | for period of',
    after: ' war',
    phrase: 'while war',
  },
  {
    key: 'reverts',
    before: '',
    wordings:
      'on | upon | in event of | in case of | if | when | immediately upon | in event that | following | after',
    after: ' breach',
    phrase: 'on breach',
  },
  {
    key: 'when',
    before: '',
    wordings:
      'if | when | where | once | in case of | in event of | in event that | in case | provided that | provided | on condition that | subject to | upon | whenever | only if | unless | as soon as',
    after: ' ratification',
    phrase: 'ratification',
  },
  {
    key: 'when',
    before: '',
    wordings: 'no | not | without | in absence of | failing | absent',
    after: ' ratification',
    phrase: 'no ratification',
  },
  {
    key: 'when',
    before: 'ratification ',
    wordings: 'before | prior to | earlier than',
    after: ' 2027-03-01',
    phrase: 'ratification before 2027-03-01',
  },
  {
    key: 'when',
    before: 'ratification ',
    wordings: 'after | following | later than | subsequent to',
    after: ' 2027-03-01',
    phrase: 'ratification after 2027-03-01',
  },
  {
    key: 'when',
    before: 'ratification ',
    wordings: 'by | on or before | no later than | not later than | until',
    after: ' 2027-03-01',
    phrase: 'ratification by 2027-03-01',
  },
  {
    key: 'falls',
    before: 'at ',
    wordings:
      "noon | 12 noon | 12:00 noon | midday | 12 midday | twelve noon | twelve o'clock noon",
    after: ' on 2027-03-01',
    phrase: 'at 12:00 on 2027-03-01',
  },
  {
    key: 'falls',
    before: 'at ',
    wordings: 'midnight at end of | midnight ending | midnight concluding',
    after: ' 2027-03-01',
    phrase: 'at 24:00 on 2027-03-01',
  },
  {
    key: 'falls',
    before: 'at ',
    wordings:
      'midnight at beginning of | midnight at start of | midnight beginning | midnight starting',
    after: ' 2027-03-01',
    phrase: 'at 00:00 on 2027-03-01',
  },
];
