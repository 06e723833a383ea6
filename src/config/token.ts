/** The injection token of the `Settings` object. */
export const SETTINGS = Symbol('settings');
