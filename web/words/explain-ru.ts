import { SENTENCES as RU } from './ru-sentences';

export const SENTENCES = RU;
