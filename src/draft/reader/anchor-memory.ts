import type { Found } from '../finder/found';
import type { Sentence } from '../layout/sentences';
import { isoDay } from '../values/dates';
import type { Anchor, SeenAnchors } from './context';

/** How many sentences an anchor reaches in a text without numbered paragraphs. */
const REACH = 2;

/** The anchors that expressions may point back to: of the paragraph, of the article, and the last moment of all. */
export class AnchorMemory {
  private near: { anchor: Anchor; sentence: number }[] = [];
  private far: Anchor[] = [];
  private last: Anchor | undefined;
  private readonly first = new Map<string, Anchor>();
  private sentence = 0;
  private article: string | undefined;
  private paragraph: string | undefined;

  /** Begins a sentence; answers whether another article begins with it. */
  enter({ ref }: Sentence): boolean {
    this.sentence += 1;
    const [article, item] = ref?.split(',') ?? [];
    const paragraph = item === undefined ? article : `${article}${item.split('(')[0]}`;
    const newArticle = article !== this.article && item !== undefined;
    if (paragraph !== this.paragraph && paragraph !== undefined) this.near = [];
    if (newArticle) {
      this.far = [];
      this.last = undefined;
    }
    this.article = article;
    this.paragraph = paragraph;
    if (paragraph === undefined) {
      this.near = this.near.filter(({ sentence }) => sentence >= this.sentence - REACH);
    }
    return newArticle;
  }

  /** Keeps what an expression was counted from. */
  add(found: Found, anchor: Anchor | undefined): void {
    const day = dayOf(found);
    const moment = anchor ?? day;
    if (moment !== undefined) this.last = moment;
    if (anchor !== undefined || (day !== undefined && BEGINS.test(found.relation))) {
      const one = anchor ?? day;
      if (one === undefined) return;
      this.near.push({ anchor: one, sentence: this.sentence });
      this.far.push(one);
      const key = this.paragraph ?? '';
      if (!this.first.has(key)) this.first.set(key, one);
    }
  }

  /** The first anchor of a paragraph of this article. */
  ofParagraph(number: string): Anchor | undefined {
    return this.first.get(`${this.article} ${number}`);
  }

  seen(): SeenAnchors {
    return { near: this.near.map(({ anchor }) => anchor), far: this.far, last: this.last };
  }
}

/** Relations after which a day is the beginning of something. */
const BEGINS = /^(?:on|from|between)$/;

function dayOf({ moment }: Found): Anchor | undefined {
  if (moment?.type !== 'day') return undefined;
  const day = isoDay(moment.date);
  return day === undefined ? undefined : { ref: day, words: day };
}
