import { RU as words } from './ru';
import { SENTENCES as sentences } from './ru-sentences';

export const SPOKEN = { words, sentences };
