import type { SemanticTypeId } from '@millrace/contracts';
import type { SemanticType } from './semantic-type';
import { ean, isbn } from './types/article-numbers';
import { colour } from './types/colour';
import { countryCode, countryName } from './types/country';
import { currencyCode } from './types/currency-code';
import { dateOfBirth } from './types/date-of-birth';
import { email } from './types/email';
import { coordinates, latitude, longitude } from './types/geo';
import { iban } from './types/iban';
import { ipv4, ipv6, macAddress } from './types/network';
import { paymentCard } from './types/payment-card';
import { personName, streetAddress } from './types/person';
import { phone } from './types/phone';
import { postcode } from './types/postcode';
import { ssn } from './types/ssn';
import { url } from './types/url';
import { uuid } from './types/uuid';
import { vatNumber } from './types/vat-number';

/** Every semantic type, the more special before the more general: that order settles ties. */
export const semanticTypes = {
  email,
  url,
  uuid,
  iban,
  'payment-card': paymentCard,
  isbn,
  ean,
  'vat-number': vatNumber,
  ssn,
  ipv4,
  ipv6,
  'mac-address': macAddress,
  phone,
  coordinates,
  latitude,
  longitude,
  'date-of-birth': dateOfBirth,
  colour,
  'currency-code': currencyCode,
  'country-code': countryCode,
  'country-name': countryName,
  postcode,
  'street-address': streetAddress,
  'person-name': personName,
} as const satisfies Record<SemanticTypeId, SemanticType>;
