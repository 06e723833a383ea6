import { EN } from '../../../src/engine/explain/en';
import { EN_DETAIL } from './detail';

export const SENTENCES = EN;
export const DETAIL = EN_DETAIL;
