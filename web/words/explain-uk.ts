import { SENTENCES as UK } from './uk-sentences';

export const SENTENCES = UK;
