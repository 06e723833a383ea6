import { RU_DETAIL } from './ru-detail';
import { SENTENCES as RU } from './ru-sentences';

export const SENTENCES = RU;
export const DETAIL = RU_DETAIL;
