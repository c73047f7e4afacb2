import type { SemanticType } from '../semantic-type';

const latitudeForm = '[+-]?(?:90(?:\\.0+)?|[1-8]?[0-9](?:\\.[0-9]+)?)';
const longitudeForm = '[+-]?(?:180(?:\\.0+)?|(?:1[0-7]|[1-9])?[0-9](?:\\.[0-9]+)?)';
const fraction = /\.[0-9]+/g;

/** Latitude and longitude in degrees in one cell, both with decimals, in that order. */
export const coordinates: SemanticType = {
  by: 'grammar',
  grammar: `^\\(?${latitudeForm} ?[,; ] ?${longitudeForm}\\)?$`,
  confirm: (value) => value.match(fraction)?.length === 2,
  minShare: 0.9,
  names: ['coordinates', 'coords', 'geo', 'location', 'position', 'lat lon', 'lat lng', 'latlng', 'latlon', 'gps'],
  risk: 'low',
};

/** Degrees from -90 to 90; a number alone says nothing, so the name must. */
export const latitude: SemanticType = {
  by: 'grammar',
  namedGrammar: `^${latitudeForm}$`,
  minShare: 0.95,
  names: ['lat', 'latitude', 'breitengrad'],
  risk: 'low',
};

/** Degrees from -180 to 180; a number alone says nothing, so the name must. */
export const longitude: SemanticType = {
  by: 'grammar',
  namedGrammar: `^${longitudeForm}$`,
  minShare: 0.95,
  names: ['lon', 'lng', 'long', 'longitude', 'laengengrad', 'langengrad'],
  risk: 'low',
};
