import { RU_DETAIL } from './detail';
import { SENTENCES as RU } from './sentences';

export const SENTENCES = RU;
export const DETAIL = RU_DETAIL;
