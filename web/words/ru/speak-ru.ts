import { RU } from './words';

export const WORDS = RU;
