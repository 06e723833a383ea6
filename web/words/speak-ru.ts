import { RU } from './ru';

export const WORDS = RU;
