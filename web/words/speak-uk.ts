import { UK as words } from './uk';
import { SENTENCES as sentences } from './uk-sentences';

export const SPOKEN = { words, sentences };
