// Does with the official TypeScript client what its users do, and prints what came of it as JSON.
// Arguments: the directory of the package, the base URL. Keys: the environment.
import { pathToFileURL } from 'node:url';

const [directory, baseURL] = process.argv.slice(2);
const { default: Anthropic, toFile } = await import(pathToFileURL(`${directory}/index.mjs`).href);
const { API_KEY, ADMIN_KEY, OAUTH_TOKEN } = process.env;
const connect = (apiKey, more) => new Anthropic({ apiKey, baseURL, maxRetries: 0, logLevel: 'off', ...more });

const client = connect(API_KEY);
const model = 'claude-haiku-4-5';
const message = { model, max_tokens: 5, messages: [{ role: 'user', content: 'Hi' }] };
const files = client.files ?? client.beta.files;
const skills = client.skills ?? client.beta.skills;

async function all(list) {
  const ids = [];
  for await (const item of list) ids.push(item.id);
  return ids;
}

async function failure(act) {
  try {
    await act();
    return 'nothing failed';
  } catch (error) {
    const name = Object.keys(Anthropic).find((key) => Anthropic[key] === error.constructor) ?? error.constructor.name;
    return { name, status: error.status, type: error.error?.error?.type, sameId: error.requestID === error.error?.request_id };
  }
}

const result = {};
result.models = await all(client.models.list({ limit: 2 }));
result.modelsOnce = await all(client.models.list({ limit: 1000 }));

const created = await client.messages.create(message);
result.message = { text: created.content[0].text, usage: created.usage.output_tokens, stop: created.stop_reason, id: created._request_id };
result.tokens = (await client.messages.countTokens({ model, messages: message.messages })).input_tokens;

result.events = [];
for await (const event of await client.messages.create({ ...message, stream: true })) result.events.push(event.type);
const final = await client.messages.stream(message).finalMessage();
result.streamed = { text: final.content[0].text, usage: final.usage.output_tokens, stop: final.stop_reason };

const uploaded = [];
for (const name of ['one.txt', 'two.txt', 'three.txt']) {
  uploaded.push(await files.upload({ file: await toFile(Buffer.from(name), name, { type: 'text/plain' }) }));
}
result.uploaded = uploaded.map((file) => ({ id: file.id, name: file.filename, bytes: file.size_bytes }));
result.files = await all(files.list({ limit: 2 }));
result.download = await (await files.download('file_01ReferenceServerMadeFile')).text();
for (const file of uploaded) await files.delete(file.id);
result.filesLeft = await all(files.list());

const skill = await skills.create({
  files: [await toFile(Buffer.from('---\nname: conformance\ndescription: A skill.\n---\n'), 'conformance/SKILL.md', { type: 'text/markdown' })],
});
result.skill = { latest: skill.latest_version_id ?? skill.latest_version, name: skill.display_name ?? skill.display_title };
result.skills = (await all(skills.list({ limit: 1 }))).includes(skill.id);
await skills.delete(skill.id);

const batch = await client.messages.batches.create({ requests: [{ custom_id: 'one', params: message }] });
result.batch = batch.processing_status;
await client.messages.batches.cancel(batch.id);
result.batches = (await all(client.messages.batches.list({ limit: 1 }))).includes(batch.id);
result.results = [];
for await (const line of await client.messages.batches.results('msgbatch_01ReferenceServerBatchOne')) {
  result.results.push(`${line.custom_id} ${line.result.type}`);
}

result.failures = {
  key: await failure(() => connect('sk-ant-invalid').models.list()),
  model: await failure(() => client.messages.create({ ...message, model: 'claude-conformance-no-such-model' })),
  body: await failure(() => client.messages.create({ ...message, max_tokens: 0 })),
  stream: await failure(() => client.messages.create({ ...message, max_tokens: 0, stream: true })),
  file: await failure(() => files.retrieveMetadata('file_01ConformanceNoSuchThing')),
};

if (client.organization?.rbacGroups) {
  const admin = connect(ADMIN_KEY).organization;
  result.organization = (await admin.retrieve()).type;
  result.invites = await all(admin.invites.list({ limit: 1 }));
  result.groups = await all(admin.rbacGroups.list({ limit: 1 }));
  const token = connect(null, { authToken: OAUTH_TOKEN }).organization;
  result.accounts = await all(token.serviceAccounts.list());
  result.failures.permission = await failure(() => client.organization.retrieve());
  result.failures.account = await failure(() => admin.serviceAccounts.list());
  const agent = await client.beta.agents.create({ model, name: 'conformance' });
  result.agents = (await all(client.beta.agents.list({ limit: 1 }))).includes(agent.id);
}

console.log(JSON.stringify(result));
