import { semanticDetectionSchema, semanticTypeIds, type SemanticTypeId } from '@millrace/contracts';
import fc from 'fast-check';
import { cpuSecondsOf } from '../../../../test/support/cpu-seconds';
import { byChance, detectSemanticTypes, thinned, type CountedValue } from './detect-semantic-types';
import { semanticTypes } from './registry';

const counted = (...values: string[]): CountedValue[] => values.map((value) => ({ value, count: 1 }));
const best = (values: string[], name = 'x') => detectSemanticTypes(counted(...values), name).find(({ confirmed }) => confirmed)?.type;

describe('a column is', () => {
  it.each<[SemanticTypeId, string, string[]]>([
    ['email', 'x', ['a@b.co', 'jürgen.o+x@müller.example', "o'neil@mail.example.org"]],
    ['url', 'x', ['https://a.example/b?c=d#e', 'http://localhost:80/', 'www.example.org/x']],
    ['uuid', 'x', ['6fa459ea-ee8a-3ca4-894e-db77e160355e', '{6FA459EA-EE8A-3CA4-894E-DB77E160355E}']],
    ['iban', 'x', ['DE89 3704 0044 0532 0130 00', 'GB82WEST12345698765432', 'NO9386011117947', 'MT84MALT011000012345MTLCAST001S']],
    ['payment-card', 'card', ['4111 1111 1111 1111', '378282246310005', '5555-5555-5555-4444', '2223003122003222']],
    ['payment-card', 'x', ['4111111111111111', '378282246310005', '5555555555554444', '6011111111111117']],
    ['isbn', 'isbn', ['0-306-40615-2', '978-0-306-40615-7', '080442957X']],
    ['ean', 'ean', ['4006381333931', '96385074', '036000291452']],
    ['vat-number', 'vat', ['DE136695976', 'ATU13585627', 'BE0428759497', 'IT00743110157', 'FR40303265045', 'LU15027442', 'FI20774740']],
    ['vat-number', 'vat', ['PL8567346215', 'PT501964843', 'DK13585628', 'SE556188840401', 'NL123456782B90']],
    ['ssn', 'ssn', ['123-45-6789', '001 01 0001', '219099999']],
    ['ipv4', 'x', ['192.168.0.1', '8.8.8.8', '10.0.0.0/8']],
    ['ipv6', 'x', ['::1', '2001:db8::ff00:42:8329', 'fe80::1/64', '::ffff:10.0.0.1']],
    ['mac-address', 'x', ['00:1B:44:11:3A:B7', '00-1b-44-11-3a-b7', '001b.4411.3ab7']],
    ['phone', 'x', ['+49 30 901820', '+1 (212) 555-0187', '+442079460958', '+351 21 123 4567']],
    ['phone', 'x', ['(212) 555-0187', '212-555-0187 x12', '030 901820', '0171/1234567', '(030) 9018-2000']],
    ['phone', 'mobile', ['01711234567', '2125550187', '004930901820']],
    ['coordinates', 'x', ['52.5200, 13.4050', '-33.87,151.21', '(40.7 -74.0)']],
    ['latitude', 'lat', ['52.52', '-90', '0']],
    ['longitude', 'Longitude', ['151.21', '-180', '13']],
    ['date-of-birth', 'birth_date', ['1984-02-29', '2001-01-01']],
    ['date-of-birth', 'DOB', ['29/02/1984', '19840229', '1.2.1984']],
    ['colour', 'x', ['#fff', '#A0B1C2', 'rgb(1, 2, 3)', 'hsl(120, 50%, 50%)']],
    ['currency-code', 'x', ['EUR', 'USD', 'JPY']],
    ['country-code', 'country', ['DE', 'us', 'GBR']],
    ['country-code', 'x', ['DE', 'FR', 'AT', 'CH', 'PL', 'IT', 'ES', 'PT']],
    ['country-name', 'x', ['Germany', 'Österreich', "Côte d'Ivoire", 'United States of America']],
    ['postcode', 'x', ['SW1A 1AA', 'M1 1AE', 'K1A 0B1', '1012 AB']],
    ['postcode', 'plz', ['10115', '01067', 'D-10115']],
    ['postcode', 'zip', ['90210', '90210-1234']],
    ['street-address', 'street', ['10 Downing Street', 'Hauptstraße 5a', '1600 Pennsylvania Ave NW']],
    ['person-name', 'last_name', ["O'Neil", 'Müller-Lüdenscheidt', 'García Márquez']],
  ])('%s in a column named %s', (type, name, values) => {
    expect(best(values, name)).toBe(type);
  });
});

describe('a look-alike is not taken', () => {
  it.each<[string, string, string[]]>([
    ['ISO dates, for phones', 'phone', ['2024-01-31', '2024-02-01', '1999-12-31']],
    ['dates with slashes, for phones', 'phone', ['01/02/2024', '31/01/2024']],
    ['whole numbers, for phones', 'x', ['1234567890', '4930901820', '2125550187']],
    ['signed whole numbers, for phones', 'x', ['+12345678', '+1000000', '+1234']],
    ['decimals, for phones', 'x', ['0123.4567', '123.4567', '30.90182000']],
    ['timestamps, for phones', 'x', ['2024-01-31 10:00:00', '2024-01-31T10:00:00Z']],
    ['IBANs with one digit changed', 'iban', ['DE88370400440532013000', 'GB83WEST12345698765432']],
    ['IBANs of a wrong length', 'iban', ['DE8937040044053201300', 'NO93860111179470']],
    ['cards that fail Luhn', 'card', ['4111111111111112', '5555555555554445']],
    ['Luhn numbers of no issuer', 'card', ['1234567812345670', '9999999999999995']],
    ['one lucky number, for a card', 'x', ['4111111111111111']],
    ['versions, for addresses of hosts', 'x', ['1.2.3', '10.15.7', '2.0']],
    ['octets over 255', 'x', ['256.1.1.1', '1.2.3.999']],
    ['times, for IPv6', 'x', ['10:00:00', '23:59:59']],
    ['states, for countries', 'x', ['NY', 'TX', 'CA', 'FL', 'WA', 'OR', 'NV']],
    ['languages, for countries', 'language', ['de', 'en', 'fr']],
    ['three capitals, for currencies', 'x', ['ABC', 'FOO', 'BAR', 'EUR']],
    ['whole numbers, for postcodes', 'amount', ['10115', '90210', '1067']],
    ['numbers, for latitudes', 'x', ['52.5', '13.4']],
    ['a number over 90, for latitudes', 'lat', ['90.5', '120']],
    ['whole numbers in pairs, for coordinates', 'x', ['1, 2', '10, 20']],
    ['dates, for dates of birth', 'order_date', ['1984-02-29', '2001-01-01']],
    ['towns, for dates of birth', 'birth_place', ['Berlin', 'Paris']],
    ['hashes of six digits, for colours', 'x', ['a0b1c2', '123456']],
    ['ISBNs with one digit changed', 'isbn', ['0-306-40615-3', '978-0-306-40615-8']],
    ['area 000, 666 and 9xx, for SSNs', 'ssn', ['000-12-3456', '666-12-3456', '912-12-3456']],
    ['part numbers, for SSNs', 'part', ['123-45-6789', '321-54-9876']],
    ['two ats and none', 'email', ['a@@b.co', 'a.b.co', 'a@b', '.a@b.co', 'a..b@c.de']],
    ['words, for URLs', 'url', ['http://', 'example', 'mailto:a@b.co']],
    ['words, for names', 'x', ['Anna', 'Berta']],
    ['numbers, in a column named for persons', 'last_name', ['1', '22']],
    ['a name alone', 'email', ['none', 'unknown']],
    ['nothing', 'email', ['', ' ']],
  ])('%s', (_, name, values) => {
    expect(best(values, name)).toBeUndefined();
  });

  it('even among many, where a checksum passes a tenth by chance', () => {
    const numbers = Array.from({ length: 500 }, (_, at) => String(4_000_000_000_000_000 + at * 7_919_737));
    expect(best(numbers, 'card')).toBeUndefined();
  });
});

it('gives the share of cells, what fails, and how the name weighs', () => {
  const values = [
    { value: 'a@b.co', count: 90 },
    { value: 'none', count: 7 },
    { value: 'broken@', count: 3 },
  ];
  const wanted = { type: 'email', share: 0.9, confirmed: true, by: 'grammar', sampled: false, examplesFailing: ['none', 'broken@'] };
  expect(detectSemanticTypes(values, 'x')).toEqual([{ ...wanted, name: 'silent', confidence: 0.81 }]);
  expect(detectSemanticTypes(values, 'Customer E-Mail')).toEqual([{ ...wanted, name: 'supports', confidence: 0.9 }]);
});

it('weighs what it thins out by the cells that it stands for', () => {
  const frequent = Array.from({ length: 1000 }, (_, at) => ({ value: `user${at}@example.org`, count: 5 }));
  const rest = Array.from({ length: 5000 }, (_, at) => ({ value: at % 5 === 0 ? `none ${at}` : `rare${at}@example.org`, count: 1 }));
  const [found] = detectSemanticTypes([...frequent, ...rest], 'x');
  expect(found).toMatchObject({ type: 'email', sampled: true });
  expect(found?.share).toBeGreaterThan(0.85);
  expect(found?.share).toBeLessThan(0.95);
});

it('does not confirm what chance explains', () => {
  expect(detectSemanticTypes(counted('USD'), 'x')).toMatchObject([{ type: 'currency-code', confirmed: false }]);
  expect(detectSemanticTypes(counted('USD'), 'currency')).toMatchObject([{ type: 'currency-code', confirmed: true }]);
});

it('bounds chance by pⁿ when all pass, and by 1 when no more pass than chance explains', () => {
  expect(byChance(3, 3, 0.1)).toBeCloseTo(0.001, 15);
  expect(byChance(1, 10, 0.1)).toBe(1);
  expect(byChance(0, 0, 0.1)).toBe(1);
  // 9 of 10 at one half: the exact tail is 11/1024; the bound is exp(-10 KL(0.9 ‖ 0.5)).
  expect(byChance(9, 10, 0.5)).toBeCloseTo(Math.exp(-10 * (0.9 * Math.log(1.8) + 0.1 * Math.log(0.2))), 12);
  expect(byChance(9, 10, 0.5)).toBeGreaterThan(11 / 1024);
});

describe('whatever the values', () => {
  const texts = fc.array(fc.record({ value: fc.string({ unit: 'binary', maxLength: 30 }), count: fc.integer({ min: 1, max: 9 }) }), {
    maxLength: 30,
  });

  it('answers by its schema, the share at least the least one', () => {
    fc.assert(
      fc.property(texts, fc.string(), (values, name) => {
        for (const detection of detectSemanticTypes(values, name)) {
          semanticDetectionSchema.parse(detection);
          expect(detection.share).toBeGreaterThanOrEqual(semanticTypes[detection.type].minShare);
        }
      }),
    );
  });

  it('finds the same whatever the order of a few', () => {
    const emails = fc.array(fc.constantFrom('a@b.co', 'c@d.org', 'x', '+49 30 901820', 'DE'), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(emails, (values) => {
        const shares = (list: string[]) => detectSemanticTypes(counted(...list), 'x').map(({ type, share }) => [type, share]);
        expect(shares(values)).toEqual(shares(values.toReversed()));
      }),
    );
  });

  it('thins to at most as many as asked, in order, the first kept', () => {
    fc.assert(
      fc.property(fc.array(fc.nat()), fc.integer({ min: 1, max: 20 }), (list, most) => {
        const indexed = list.map((_, at) => at);
        const kept = thinned(indexed, most);
        expect(kept).toHaveLength(Math.min(most, list.length));
        expect(kept).toEqual([...new Set(kept)].sort((a, b) => a - b));
        expect(kept[0]).toBe(indexed[0]);
      }),
    );
  });
});

it.each(semanticTypeIds)('%s answers a long hostile cell at once', async (id) => {
  const { grammar, namedGrammar } = semanticTypes[id];
  for (const form of [grammar, namedGrammar]) {
    if (form === undefined) continue;
    const regex = new RegExp(form, 'u');
    for (const unit of ['1', 'a', '1 ', 'a ', '1.', '0-', 'a.', 'a@', '+1 (', 'http://a', ':', '1,']) {
      const hostile = `${unit.repeat(512 / unit.length)}!`;
      expect(await cpuSecondsOf(() => regex.test(hostile))).toBeLessThan(0.1);
    }
  }
});
