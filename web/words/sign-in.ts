/** The texts of the sign-in view; loaded with it, since most readers never see it. */
const EN = {
  how: 'On the machine that runs the service, this prints a link that signs this browser in:',
  or: 'Or enter a token. The operator’s is in the data directory, in the file operator.token.',
  label: 'Token',
  enter: 'Sign in',
  hint: 'It is exchanged for a cookie that no script can read, and is stored nowhere.',
  oldLink: 'This link was used before, or is older than ten minutes.',
  noCookie:
    'The browser did not keep the cookie of the session. Allow cookies for this address; where a proxy reports https, open the page over https.',
};

const UK: typeof EN = {
  how: 'На машині, де працює сервіс, ця команда виводить посилання, за яким цей браузер виконає вхід:',
  or: 'Або введіть токен. Токен оператора лежить у каталозі даних, у файлі operator.token.',
  label: 'Токен',
  enter: 'Увійти',
  hint: 'Його обміняють на cookie, якого не прочитає жоден скрипт, і ніде не збережуть.',
  oldLink: 'Це посилання вже використано, або йому понад десять хвилин.',
  noCookie:
    'Браузер не зберіг cookie сеансу. Дозвольте cookie для цієї адреси; якщо проксі повідомляє https, відкрийте сторінку через https.',
};

const RU: typeof EN = {
  how: 'На машине, где работает сервис, эта команда выводит ссылку, по которой этот браузер выполнит вход:',
  or: 'Или введите токен. Токен оператора лежит в каталоге данных, в файле operator.token.',
  label: 'Токен',
  enter: 'Войти',
  hint: 'Его обменяют на cookie, которого не прочтёт ни один скрипт, и нигде не сохранят.',
  oldLink: 'Эта ссылка уже использована, или ей больше десяти минут.',
  noCookie:
    'Браузер не сохранил cookie сеанса. Разрешите cookie для этого адреса; если прокси сообщает https, откройте страницу по https.',
};

const SPOKEN: Readonly<Record<string, typeof EN>> = { uk: UK, ru: RU };

export function signInWords(language: string): typeof EN {
  return SPOKEN[language] ?? EN;
}
