// Columns of tables of our own making, each with what it truly is. Half of the names of persons are in no list of the engine's.
import type { SemanticTypeId } from '@millrace/contracts';

/** Numbers from 0 to 1, always the same ones for a seed (Mulberry32). */
export const randomOf = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};
export type Random = () => number;

const pick = <T,>(random: Random, all: readonly T[]): T => all[Math.floor(random() * all.length)] as T;
const whole = (random: Random, from: number, to: number): number => from + Math.floor(random() * (to - from + 1));
const digits = (random: Random, length: number): string => Array.from({ length }, () => whole(random, 0, 9)).join('');
const hex = (random: Random, length: number): string => Array.from({ length }, () => whole(random, 0, 15).toString(16)).join('');
const two = (number: number): string => String(number).padStart(2, '0');
const list = (text: string): string[] => text.trim().split(/\s+/);

const given = list(`
Anna Peter Maria Thomas Julia Michael Laura David Sophie Paul Emma Daniel Claudia Robert Elena Marco Ingrid Hans Fatima Ahmed Yuki Wei
Pierre Camille Carlos Lucia James Sarah Olivia Noah
Aurelio Brunhilde Caoimhe Dagmar Eleni Fabrizio Gudrun Hakan Imke Jovana Kwame Lieselotte Marisol Ngozi Oluwaseun Priyanka Quentin
Rosalind Solveig Tadeusz Umut Violetta Wiebke Xenia Yannick Zdenka Thandiwe Kaito Bogdan Ludmila
`);
const family = list(`
Smith Johnson Brown Garcia Miller Müller Schmidt Weber Fischer Rossi Ferrari Dubois Moreau Silva Santos Nowak Novak Jansen Hansen Kim
Nguyen Patel Singh Tanaka Yilmaz Murphy Evans Walker Hall Young
Achterberg Bjerregaard Czerwiński Dragomir Eichinger Fitzwilliam Grabowska Hölderlin Ibarra Jankovič Kvapil Lindqvist Mbeki Nakagawa
Okonkwo Papadopoulos Quispe Rautenberg Stavridis Tchaikovsky Uzun Vantongeren Wierzbicki Xanthopoulou Ysebaert Zubizarreta Ashworth
Blackwood Cresswell Drummond
`);
/** Those that no list of the engine's has. */
const rareGiven = given.slice(30);
const rareFamily = family.slice(30);
const namesakes = list(
  'Charlotte Victoria Jackson Austin Madison Lincoln Florence Sydney Adelaide Chelsea Savannah Houston Dallas Denver Berlin Leeds',
);
const brands = [
  'Hugo Boss',
  'Calvin Klein',
  'Tommy Hilfiger',
  'Peter Hahn',
  'Jack Wolfskin',
  'Paul Smith',
  'Karl Kani',
  'Marc Cain',
  'Ralph Lauren',
  'Bench',
  'Puma',
  'Nike',
  'Adidas',
  'Levis',
];
const cities = list(
  'Berlin Hamburg Köln Paris Lyon Madrid London Leeds Dublin Roma Milano Boston Chicago Seattle Austin Florence Charlotte Jackson Victoria',
);
const streetsDe = list('Haupt Garten Bahnhof Linden Schul Berg Wald Kirch Mozart Goethe');
const streetsEn = list('Oak Maple High Church Station Mill Victoria King Elm Park');

const luhn = (body: string): string => {
  const sum = [...body].reverse().reduce((total, digit, at) => {
    const doubled = Number(digit) * (at % 2 === 0 ? 2 : 1);
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return `${body}${(10 - (sum % 10)) % 10}`;
};
const iban = (country: string, body: string): string => {
  const numeric = [...`${body}${country}00`].map((sign) => parseInt(sign, 36)).join('');
  return `${country}${two(98 - Number(BigInt(numeric) % 97n))}${body}`;
};
const groups = (text: string): string => text.replace(/(.{4})(?=.)/g, '$1 ');
const dayBetween = (random: Random, from: number, to: number): Date =>
  new Date(Date.UTC(whole(random, from, to), whole(random, 0, 11), whole(random, 1, 28)));
const iso = (date: Date): string => date.toISOString().slice(0, 10);
const dotted = (date: Date): string => `${two(date.getUTCDate())}.${two(date.getUTCMonth() + 1)}.${date.getUTCFullYear()}`;
const ean = (body: string): string => {
  const sum = [...body].reduce((total, digit, at) => total + Number(digit) * (at % 2 === 0 ? 1 : 3), 0);
  return `${body}${(10 - (sum % 10)) % 10}`;
};
const isbn10 = (body: string): string => {
  const rest = (11 - ([...body].reduce((sum, digit, at) => sum + Number(digit) * (10 - at), 0) % 11)) % 11;
  return `${body}${rest === 10 ? 'X' : rest}`;
};
const email = (random: Random): string =>
  `${pick(random, given)
    .toLowerCase()
    .replaceAll(
      /[^a-z]/g,
      '',
    )}${pick(random, ['.', '_', ''])}${digits(random, 3)}@${pick(random, ['example.com', 'mail.example.org', 'firma.example'])}`;
const phone = (random: Random): string =>
  pick(random, [
    () => `+49 ${whole(random, 151, 179)} ${digits(random, 7)}`,
    () => `+1 ${whole(random, 201, 989)}-${whole(random, 200, 999)}-${digits(random, 4)}`,
    () => `(${whole(random, 201, 989)}) ${whole(random, 200, 999)}-${digits(random, 4)}`,
    () => `+44 20 ${digits(random, 4)} ${digits(random, 4)}`,
    () => `0${whole(random, 30, 89)} ${whole(random, 1000000, 9999999)}`,
  ])();
const sentences = [
  'Delivered on time, thank you.',
  'The customer asked for a refund of 20 EUR.',
  'Box was damaged at one corner; see picture 4711-2.',
  'Called back, nobody answered.',
  'Please deliver after 17:00 on 2024-03-05.',
  'Order 4012888888881882 was split in two.',
];

export interface ColumnMaker {
  /** What it is; none for a column that is no personal data, however it looks. */
  readonly truth: readonly SemanticTypeId[];
  readonly label: string;
  /** Names that say what it is, and names that say nothing or little. */
  readonly names: readonly string[];
  readonly poorNames: readonly string[];
  readonly cell: (random: Random) => string;
  /** Stands only in tables about persons. */
  readonly needsPersons?: boolean;
  /** Stands only beside a street or a town. */
  readonly needsPlace?: boolean;
}

const poor = ['field', 'value', 'column', 'data', 'info', 'attr', 'x', 'feld'];
const is = (truth: SemanticTypeId, names: string, cell: ColumnMaker['cell'], more: Partial<ColumnMaker> = {}): ColumnMaker => ({
  truth: [truth],
  label: truth,
  names: names.split(', '),
  poorNames: poor,
  cell,
  ...more,
});
const isNot = (label: string, names: string, cell: ColumnMaker['cell'], more: Partial<ColumnMaker> = {}): ColumnMaker => ({
  truth: [],
  label,
  names: names.split(', '),
  poorNames: poor,
  cell,
  ...more,
});

export const personalMakers: readonly ColumnMaker[] = [
  is('email', 'email, E-Mail, contact_mail, correo', email),
  is('phone', 'phone, Telefon, mobile, tel', phone),
  is('iban', 'iban, IBAN, bank_account, Kontoverbindung', (random) =>
    pick(random, [
      () => iban('DE', digits(random, 18)),
      () => groups(iban('DE', digits(random, 18))),
      () => iban('NL', `ABNA${digits(random, 10)}`),
      () => iban('FR', digits(random, 23)),
    ])(),
  ),
  is('payment-card', 'card_number, Kreditkarte, pan, cc number', (random) =>
    pick(random, [
      () => luhn(`4${digits(random, 14)}`),
      () => groups(luhn(`5${whole(random, 1, 5)}${digits(random, 13)}`)),
      () => luhn(`37${digits(random, 12)}`),
    ])(),
  ),
  is(
    'ssn',
    'ssn, social_security_number',
    (random) => `${whole(random, 100, 665)}-${two(whole(random, 1, 99))}-${whole(random, 1000, 9999)}`,
    {
      poorNames: ['ssn'],
    },
  ),
  is('ipv4', 'ip, client_ip, ip_address', (random) => Array.from({ length: 4 }, () => whole(random, 1, 254)).join('.')),
  is('mac-address', 'mac, mac_address', (random) => Array.from({ length: 6 }, () => hex(random, 2)).join(':')),
  is(
    'person-name',
    'full_name, customer name, Ansprechpartner, contact, name',
    (random) => `${pick(random, given)} ${pick(random, family)}`,
  ),
  is('person-name', 'first_name, Vorname, prenom', (random) => pick(random, given)),
  is('person-name', 'last_name, Nachname, surname', (random) => pick(random, family)),
  is('person-name', 'Name, kunde, mitarbeiter', (random) => `${pick(random, family)}, ${pick(random, given)}`),
  is(
    'street-address',
    'address, street, Anschrift',
    (random) => `${whole(random, 1, 999)} ${pick(random, streetsEn)} ${pick(random, list('Street Road Avenue Lane St. Ave'))}`,
  ),
  is(
    'street-address',
    'strasse, Adresse',
    (random) =>
      `${pick(random, streetsDe)}${pick(random, list('straße str. weg platz allee'))} ${whole(random, 1, 150)}${pick(random, ['', '', 'a'])}`,
  ),
  is('postcode', 'plz, zip_code, postcode', (random) => digits(random, 5), { poorNames: ['code', 'field'], needsPlace: true }),
  is(
    'postcode',
    'postcode, post code',
    (random) => `${pick(random, list('SW LS EC NW SE'))}${whole(random, 1, 19)} ${whole(random, 1, 9)}${pick(random, list('AB JN WX LU'))}`,
  ),
  is('date-of-birth', 'birth_date, Geburtsdatum, dob, born', (random) => iso(dayBetween(random, 1940, 2005)), { needsPersons: true }),
  is('date-of-birth', 'date of birth, geburtstag', (random) => dotted(dayBetween(random, 1940, 2005)), { needsPersons: true }),
  is('person-name', 'name, Kontakt, guest name, Name', (random) => `${pick(random, rareGiven)} ${pick(random, rareFamily)}`, {
    label: 'names that are in no list',
  }),
  is(
    'person-name',
    'full_name, name',
    (random) =>
      random() < 0.15 ? pick(random, ['unknown', 'see notes', '-', 'test 1']) : `${pick(random, given)} ${pick(random, family)}`,
    {
      label: 'names with rubbish among them',
    },
  ),
  {
    truth: ['email', 'phone'],
    label: 'within texts',
    names: ['notes', 'comment', 'Bemerkung'],
    poorNames: ['text', 'field'],
    cell: (random) => {
      const kind = random();
      if (kind < 0.12) return `Please write to ${email(random)} before noon.`;
      if (kind < 0.24) return `Ring +49 ${whole(random, 151, 179)} ${digits(random, 7)}, she knows.`;
      return pick(random, sentences);
    },
  },
];

export const otherMakers: readonly ColumnMaker[] = [
  isNot('ISO dates', 'order_date, created_at, date, shipped', (random) => iso(dayBetween(random, 2015, 2025))),
  isNot('dates with dots', 'Datum, Lieferdatum', (random) => dotted(dayBetween(random, 2018, 2025))),
  isNot(
    'timestamps',
    'timestamp, updated',
    (random) => `${iso(dayBetween(random, 2020, 2025))} ${two(whole(random, 0, 23))}:${two(whole(random, 0, 59))}:00`,
  ),
  isNot('months', 'period, month', (random) => `${two(whole(random, 1, 12))}/${whole(random, 2019, 2025)}`),
  isNot('order numbers of 16 digits', 'order_number, reference', (random) => `4${digits(random, 15)}`),
  isNot('order numbers of 10 digits', 'order_no, invoice', (random) => `${whole(random, 2, 9)}${digits(random, 9)}`),
  isNot('order numbers with a year', 'order_id, Auftrag', (random) => `ORD-${whole(random, 2019, 2025)}-${digits(random, 5)}`),
  isNot('part numbers', 'part_no, sku', (random) => `${digits(random, 3)}-${digits(random, 2)}-${digits(random, 5)}`),
  isNot('article codes', 'article, code', (random) => `${pick(random, list('AB XK QT'))}-${digits(random, 4)}`),
  isNot('ISBN-13', 'isbn, book', (random) => ean(`978${digits(random, 9)}`)),
  isNot('ISBN-10', 'isbn10, book_no', (random) => isbn10(digits(random, 9))),
  isNot('EAN', 'ean, gtin', (random) => ean(`4${digits(random, 11)}`)),
  isNot('SHA-256', 'hash, checksum', (random) => hex(random, 64)),
  isNot('MD5', 'md5, etag', (random) => hex(random, 32)),
  isNot('UUID', 'id, uuid', (random) => `${hex(random, 8)}-${hex(random, 4)}-4${hex(random, 3)}-8${hex(random, 3)}-${hex(random, 12)}`),
  isNot('prices', 'price, amount', (random) => `${whole(random, 1, 999)}.${digits(random, 2)}`),
  isNot('prices with commas', 'Preis, Betrag', (random) => `${whole(random, 1, 9)}.${digits(random, 3)},${digits(random, 2)}`),
  isNot('versions', 'version, release', (random) => `${whole(random, 0, 12)}.${whole(random, 0, 30)}.${whole(random, 0, 99)}`),
  isNot(
    'versions of four parts',
    'version, build',
    (random) => `${whole(random, 1, 12)}.${whole(random, 0, 9)}.${whole(random, 10_000, 19_045)}.${whole(random, 1, 4000)}`,
  ),
  isNot('counts', 'quantity, count', (random) => String(whole(random, 1, 50))),
  isNot('numbers of five digits', 'units, reading', (random) => String(whole(random, 10_000, 99_999)), { poorNames: ['reading', 'units'] }),
  isNot('percentages', 'share, rate', (random) => `${whole(random, 0, 100)}%`),
  isNot('cities', 'city, Ort, town', (random) => pick(random, cities)),
  isNot('countries', 'country, Land', (random) =>
    pick(random, list('Germany France Spain Italy Jordan Chad Georgia Norway Poland Israel')),
  ),
  isNot('months by name', 'month, Monat', (random) =>
    pick(random, list('January February March April May June July August September October November December')),
  ),
  isNot('colours', 'colour, Farbe', (random) => pick(random, list('Red Green Blue Black White Rose Violet Amber Schwarz Weiß Braun'))),
  isNot(
    'firms',
    'company, Firma, supplier',
    (random) =>
      `${pick(random, list('Nordwind Alpha Blue Steel Solar Quantum Delta Apex'))} ${pick(random, ['GmbH', 'Ltd', 'AG', 'Inc.', 'Logistics', 'Systems'])}`,
  ),
  isNot(
    'products',
    'product, item, title',
    (random) =>
      `${pick(random, list('Oak Steel Classic Garden Super Nova Royal Sport'))} ${pick(random, list('Table Lamp Chair Shelf Mixer Jacket Bottle Tent'))}`,
  ),
  isNot('states', 'status, state', (random) => pick(random, list('Open Closed Pending Shipped'))),
  isNot('departments', 'department, team', (random) =>
    pick(random, ['Sales', 'Research', 'Human Resources', 'Legal', 'Finance', 'Operations']),
  ),
  isNot(
    'reviews',
    'review, text',
    (random) =>
      `${pick(random, ['Great', 'Poor', 'Average', 'Fine'])} quality, ${whole(random, 1, 5)} of 5. ${pick(random, sentences.slice(0, 2))}`,
  ),
  isNot('files', 'file, path', (random) => `/data/${whole(random, 2019, 2025)}/${hex(random, 6)}.csv`),
  isNot('web pages', 'url, link', (random) => `https://example.com/p/${digits(random, 6)}`),
  isNot('times', 'time, duration', (random) => `${two(whole(random, 0, 23))}:${two(whole(random, 0, 59))}`),
  isNot('number plates', 'plate, vehicle', (random) => `B-${pick(random, list('AB XY MK'))} ${whole(random, 100, 9999)}`),
  isNot('rooms', 'room, seat', (random) => `${whole(random, 1, 40)}${pick(random, list('A B C'))}`),
  isNot('serial numbers', 'serial, device', (random) => `SN${digits(random, 11)}`),
  isNot('temperatures', 'temperature, sensor', (random) => `${whole(random, -20, 39)}.${digits(random, 1)}`),
  isNot('towns named like persons', 'city, branch, Standort', (random) => pick(random, namesakes)),
  isNot('brands named after persons', 'brand, Marke, label', (random) => pick(random, brands)),
  isNot('days when firms were founded', 'founded, start, since', (random) => iso(dayBetween(random, 1945, 2015))),
  isNot('staff numbers', 'staff_no, member', (random) => String(whole(random, 100_000, 999_999)), { poorNames: ['member', 'field'] }),
];
