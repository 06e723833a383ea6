import { draft } from '../../src/draft/draft';

/** What a text gives, in its order: proposals as "key: phrase | obligor", flags as "? quote". */
export const given = (text: string): string[] => {
  const { proposals, flags } = draft(text);
  return [
    ...proposals.map(({ key, phrase, obligor }) => `${key}: ${phrase} | ${obligor}`),
    ...flags.map(({ quote }) => `? ${quote}`),
  ];
};
