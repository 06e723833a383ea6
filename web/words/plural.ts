interface Forms {
  one: string;
  few?: string;
  many?: string;
  other: string;
}

/** Picks the form that a language's own rules want, with the number in the place of `#`. */
export function plurals(language: string): (n: number, forms: Forms) => string {
  const rules = new Intl.PluralRules(language);
  const numbers = new Intl.NumberFormat(language === 'en' ? 'en-GB' : language);
  return (n, forms) => {
    const category = rules.select(n) as keyof Forms;
    return (forms[category] ?? forms.other).replace('#', numbers.format(n));
  };
}
