/** Of what makes results: it is raised with the package's, and stands in what is reproducible by it. */
export const engineVersion = '0.1.0';
