interface Forms extends Partial<Record<Intl.LDMLPluralRule, string>> {
  one: string;
  other: string;
}

/** Picks the plural form by the rules of a language (CLDR) and puts the number in the place of `#`. */
export function plurals(language: string): (n: number, forms: Forms) => string {
  const rules = new Intl.PluralRules(language);
  const numbers = new Intl.NumberFormat(language === 'en' ? 'en-GB' : language);
  return (n, forms) => {
    const form = forms[rules.select(n)] ?? forms.other;
    return form.replace('#', numbers.format(n));
  };
}
