import { transliterate } from '../slavic/transliterate';

/** Ids of a document: lower-case letters and digits joined by hyphens, each used once. */
export class Ids {
  private readonly used = new Set<string>();
  /** The number that an id last got, so that many equal titles take no longer. */
  private readonly last = new Map<string, number>();

  /** An id like the text; with a number after it where it is taken. */
  unique(text: string, otherwise: string): string {
    const base = slug(text) ?? otherwise;
    let id = base;
    let n = this.last.get(base) ?? 1;
    while (this.used.has(id)) {
      n += 1;
      id = `${base}-${n}`;
    }
    this.last.set(base, n);
    this.used.add(id);
    return id;
  }

  /** Keeps an id for something else. */
  take(id: string): void {
    this.used.add(id);
  }
}

const LONGEST = 60;

/** A text as an id; undefined where nothing of it can be one. */
export function slug(text: string): string | undefined {
  const words = transliterate(text)
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\u0300-\u036f']/g, '')
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
  let id = '';
  for (const word of words) {
    if (id.length + word.length + 1 > LONGEST) break;
    id = id === '' ? word : `${id}-${word}`;
  }
  return id === '' ? undefined : id;
}
