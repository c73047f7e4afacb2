import type { PersonalColumn, PolicyAction, SemanticTypeId } from '@millrace/contracts';
import { semanticTypes } from '../semantic/registry';

interface PersonalFacts {
  readonly role: PersonalColumn['role'];
  /** What later stages should do with it, unless somebody decides otherwise. */
  readonly suggested: PolicyAction;
}

const direct = (suggested: PolicyAction): PersonalFacts => ({ role: 'direct', suggested });
const quasi = (suggested: PolicyAction): PersonalFacts => ({ role: 'quasi', suggested });

/**
 * The semantic types that are personal data. Numbers that pay or identify by law are dropped; what joins tables is hashed, so that it
 * still does; what is read by people is masked.
 */
const facts: Partial<Record<SemanticTypeId, PersonalFacts>> = {
  email: direct('hash'),
  phone: direct('hash'),
  iban: direct('hash'),
  'payment-card': direct('drop'),
  ssn: direct('drop'),
  'vat-number': direct('allow'),
  ipv4: direct('hash'),
  ipv6: direct('hash'),
  'mac-address': direct('hash'),
  'person-name': direct('mask'),
  'street-address': direct('mask'),
  'date-of-birth': quasi('mask'),
  postcode: quasi('mask'),
  coordinates: quasi('mask'),
  latitude: quasi('mask'),
  longitude: quasi('mask'),
};

/** Undefined for a type that is not personal. */
export const personalFacts = (type: SemanticTypeId): PersonalFacts | undefined => facts[type];

export const riskOf = (type: SemanticTypeId): PersonalColumn['risk'] => {
  const { risk } = semanticTypes[type];
  return risk === 'none' ? 'low' : risk;
};
