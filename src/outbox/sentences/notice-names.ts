import type { MessageType } from '../message-type';
import type { Language } from './catalogue';

/** What a message says of its milestone, in a word or two. */
export const NOTICE_NAMES: Readonly<
  Record<Language, Readonly<Record<Extract<MessageType, `milestone.${string}`>, string>>>
> = {
  en: {
    'milestone.upcoming': 'coming',
    'milestone.due-soon': 'due soon',
    'milestone.grace-started': 'in grace',
    'milestone.overdue': 'overdue',
    'milestone.fulfilled': 'fulfilled',
    'milestone.fulfilled-late': 'fulfilled late',
    'milestone.fulfilled-in-part': 'fulfilled in part',
    'milestone.violated': 'breached',
    'milestone.redated': 'moved',
    'milestone.undated': 'without a date',
    'milestone.corrected': 'corrected',
  },
  uk: {
    'milestone.upcoming': 'наближається',
    'milestone.due-soon': 'строк незабаром',
    'milestone.grace-started': 'почався пільговий строк',
    'milestone.overdue': 'прострочено',
    'milestone.fulfilled': 'виконано',
    'milestone.fulfilled-late': 'виконано із запізненням',
    'milestone.fulfilled-in-part': 'виконано частково',
    'milestone.violated': 'порушено',
    'milestone.redated': 'має іншу дату',
    'milestone.undated': 'не має дати',
    'milestone.corrected': 'виправлено',
  },
  ru: {
    'milestone.upcoming': 'приближается',
    'milestone.due-soon': 'срок скоро',
    'milestone.grace-started': 'начался льготный срок',
    'milestone.overdue': 'просрочено',
    'milestone.fulfilled': 'выполнено',
    'milestone.fulfilled-late': 'выполнено с опозданием',
    'milestone.fulfilled-in-part': 'выполнено частично',
    'milestone.violated': 'нарушено',
    'milestone.redated': 'имеет другую дату',
    'milestone.undated': 'не имеет даты',
    'milestone.corrected': 'исправлено',
  },
};
