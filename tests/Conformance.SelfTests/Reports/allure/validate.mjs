// Usage: node validate.mjs schema.json results.json...: one line per fault; exit code 1 when there is one.
import fs from 'node:fs';
import addFormats from 'ajv-formats';
import Ajv from 'ajv/dist/2020.js';

const [schema, ...files] = process.argv.slice(2);
const read = (file) => JSON.parse(fs.readFileSync(file, 'utf8'));
const ajv = new Ajv({ allErrors: true, strict: true, allowUnionTypes: true, strictTypes: false, strictRequired: false });
addFormats(ajv);
const validate = ajv.compile(read(schema));
let faults = 0;
for (const file of files) {
  if (!validate(read(file))) {
    for (const error of validate.errors.slice(0, 20)) {
      faults++;
      console.log(`${file}: ${error.instancePath} ${error.message} ${JSON.stringify(error.params)}`);
    }
  }
}
process.exitCode = faults === 0 ? 0 : 1;
