import { z } from 'zod';

/** The keys of a message's data that hold its sentence (`Sentence`). */
export const sentence = {
  text: z.string().meta({ description: 'The message as one English sentence' }),
  translations: z
    .strictObject({ uk: z.string(), ru: z.string() })
    .meta({ description: 'The same sentence in Ukrainian and in Russian' }),
};
