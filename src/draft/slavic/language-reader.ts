import type { CleanText } from '../layout/clean';
import { sourceSpan } from '../layout/clean';
import type { Sentence } from '../layout/sentences';
import { type Language, languageOf, slavicOf } from './language';
import { type Findings, SlavicReader } from './slavic-reader';
import type { SlavicLanguage } from './words/tables';

const NAMES: Readonly<Record<'en' | SlavicLanguage, string>> = {
  en: 'English',
  uk: 'Ukrainian',
  ru: 'Russian',
};

/** A text counts as bilingual if each of two languages has more than this share of its sentences. */
const PART = 0.2;

/** Passes Ukrainian and Russian sentences to their reader, and collects notices about the languages of the text. */
export class LanguageReader {
  private readonly ofText: SlavicLanguage | 'other';
  private readonly slavic: SlavicReader;
  private readonly counts = new Map<Language, number>();
  private lastUnread = -1;

  constructor(
    private readonly clean: CleanText,
    private readonly out: Findings,
  ) {
    this.ofText = slavicOf(clean.text);
    this.slavic = new SlavicReader(clean, out);
  }

  /** Reads a sentence that is not English. @returns false for an English one. */
  takes(sentence: Sentence): boolean {
    const language = languageOf(this.clean.text.slice(sentence.start, sentence.end), this.ofText);
    this.counts.set(language, (this.counts.get(language) ?? 0) + 1);
    if (language === 'en') return false;
    if (language === 'uk' || language === 'ru') this.slavic.sentence(sentence, language);
    else this.unread(sentence, language);
    return true;
  }

  /** Adds one flag for each paragraph: further flags would repeat it. */
  private unread({ start, end, paragraph }: Sentence, language: 'mixed' | 'other'): void {
    if (paragraph === this.lastUnread) return;
    this.lastUnread = paragraph;
    const why =
      language === 'mixed'
        ? 'Two languages stand in one sentence; it was not read. Paste one language alone.'
        : 'The language of this paragraph is not read.';
    this.out.flags.push({ ...sourceSpan(this.clean, start, end), why });
  }

  notices(): string[] {
    const all = [...this.counts.values()].reduce((sum, count) => sum + count, 0);
    const found = (['en', 'uk', 'ru'] as const).filter(
      (language) => (this.counts.get(language) ?? 0) > PART * all,
    );
    const notices: string[] = [];
    if (found.length > 1) {
      const names = found.map((language) => NAMES[language]).join(' and ');
      notices.push(
        `The text is in ${names}. Each sentence is read in its own language; a clause that stands in both is proposed twice.`,
      );
    }
    if (this.counts.has('other'))
      notices.push(
        'Parts of the text are in a language that is not read. English, Ukrainian and Russian are.',
      );
    return notices;
  }
}
