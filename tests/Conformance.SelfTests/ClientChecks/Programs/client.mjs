// A small client of the API that keeps what the client check asks for, and with a switch does exactly one thing wrong.
// Options that are legal begin with two hyphens: node client.mjs [--no-stream] [SWITCH]
import http from 'node:http';
import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';

const wrong = new Set(process.argv.slice(2));
const does = (name) => wrong.has(name);
const base = new URL(process.env.ANTHROPIC_BASE_URL);
const key = does('--own-key') ? `sk-ant-api03-${'Zq7Wm3Xc9Vb2Nn5K'.repeat(4)}` : process.env.ANTHROPIC_API_KEY;
const sleep = (ms) => new Promise((wake) => setTimeout(wake, ms));
const isTemporary = (status) => status === 408 || status === 409 || status === 429 || status >= 500;

function headers(body) {
  const all = { 'x-api-key': key, 'anthropic-version': '2023-06-01', 'content-type': 'application/json', 'user-agent': 'small-client/1',
    'content-length': Buffer.byteLength(body) };
  if (does('--gzip')) all['content-encoding'] = 'gzip';
  if (does('no-key')) delete all['x-api-key'];
  if (does('key-twice')) all.authorization = `Bearer ${key}`;
  if (does('no-version')) delete all['anthropic-version'];
  if (does('no-content-type')) delete all['content-type'];
  if (does('no-user-agent')) delete all['user-agent'];
  return all;
}

// A form gets a new boundary whenever it is sent.
async function upload() {
  const form = new FormData();
  form.append('file', new Blob(['conformance']), 'conformance.txt');
  const { 'content-type': _, 'content-length': __, ...rest } = headers('');
  const answer = await fetch(`${base.href.replace(/\/$/, '')}/v1/files`, { method: 'POST', body: form, headers: rest });
  return Object.assign(Readable.fromWeb(answer.body), { statusCode: answer.status, headers: Object.fromEntries(answer.headers) });
}

function send(body) {
  if (does('--upload')) return upload();
  return new Promise((answered, failed) => {
    const path = base.pathname.replace(/\/$/, '') + '/v1/messages' + (does('key-in-url') ? `?key=${key}` : '');
    const { hostname, port } = base;
    const request = http.request({ hostname, port, path, method: 'POST', headers: headers(body), agent: false }, answered);
    request.on('error', failed);
    request.end(body);
  });
}

async function text(answer) {
  let whole = '';
  answer.setEncoding('utf8');
  for await (const piece of answer) whole += piece;
  return whole;
}

async function ask(body) {
  for (let attempt = 0; ; attempt++) {
    const answer = await send(body);
    if (answer.statusCode === 200) return answer;
    const said = answer.headers['x-should-retry'];
    const error = await text(answer);
    let again = isTemporary(answer.statusCode);
    if (said !== undefined && !does('ignores-should-retry')) again = said === 'true';
    if (does('retries-refusals') && answer.statusCode < 500 && said === undefined) again = true;
    if (does('never-retries')) again = false;
    if (!again || (attempt >= 2 && !does('retries-for-ever') && !(does('pauses-shrink') && attempt < 3))) {
      throw new Error(`${answer.statusCode} ${does('hides-request-id') ? '' : error}`);
    }
    const after = does('ignores-retry-after') ? undefined : answer.headers['retry-after'];
    let pause = does('--random-pauses') ? Math.random() * 400 * 2 ** attempt : 200 * 2 ** attempt;
    if (does('pauses-shrink')) pause = 900 / 3 ** attempt;
    if (does('retries-for-ever')) pause = attempt ? 125 * 1.2 ** attempt : 50;
    await sleep(after === undefined ? pause : Number(after) * 1000);
  }
}

function read(answer) {
  return new Promise((ended, failed) => {
    let stopped = false;
    let rest = '';
    answer.setEncoding('utf8');
    const quietly = does('ignores-cuts') ? ended : failed;
    answer.on('data', (piece) => {
      rest += piece;
      for (let end; (end = rest.indexOf('\n\n')) >= 0; rest = rest.slice(end + 2)) {
        const lines = rest.slice(0, end).split('\n');
        const name = lines.find((line) => line.startsWith('event: '))?.slice(7);
        const data = JSON.parse(lines.find((line) => line.startsWith('data: '))?.slice(6) ?? '{}');
        if (name === 'content_block_delta' && does('leaves-early')) process.exit(0);
        if (name === 'message_delta' && does('leaves-before-stop')) process.exit(0);
        if (name === 'error' && !does('ignores-error-events')) failed(new Error(`${name}: ${JSON.stringify(data)}`));
        if (name === 'message_stop' || (name === 'error' && does('ignores-error-events'))) stopped = true;
        const known = /^(message_(start|delta|stop)|content_block_(start|delta|stop)|ping|error)$/.test(name);
        if (!known && does('refuses-unknown-events')) failed(new Error(`what is ${name}?`));
        if ('conformance_new' in data && does('refuses-unknown-members')) failed(new Error('an unknown member'));
      }
    });
    answer.on('end', () => (stopped || does('ignores-missing-stop') ? ended() : failed(new Error('the stream has no end'))));
    answer.on('error', quietly);
  });
}

if (does('ignores-interruption')) process.on('SIGINT', () => setTimeout(() => process.exit(130), 60_000));
const request = { model: 'claude-haiku-4-5', max_tokens: 16, messages: [{ role: 'user', content: 'Hi' }], stream: !does('--no-stream') };
if (does('--session')) request.metadata = { user_id: randomUUID() };
if (does('--other-model')) request.model = 'claude-opus-4-1-20250805';
if (does('--deep')) request.tools = [{ name: 'deep', input_schema: { type: 'object', properties: JSON.parse('{"a":'.repeat(80) + '{}' + '}'.repeat(80)) } }];
let body = JSON.stringify(request);
if (does('bad-json')) body = body.replace('}', ',}');
if (does('too-large')) body = JSON.stringify({ ...request, messages: [{ role: 'user', content: 'x'.repeat(33_554_433) }] });
if (does('not-utf-8')) body = Buffer.from(body.replace('Hi', 'H\xef'), 'latin1');
if (does('--gzip')) body = gzipSync(body);
if (does('half-a-pair')) body = body.replace('claude-haiku-4-5', '\\ud800');

async function call() {
  const answer = await ask(body);
  await (does('--no-stream') || does('--upload') ? text(answer).then(JSON.parse) : read(answer));
}

try {
  if (does('--after-list')) {
    const answer = await fetch(`${base.href.replace(/\/$/, '')}/v1/models`, { headers: { 'x-api-key': key, 'anthropic-version': '2023-06-01' } });
    if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
  }
  // All of them come to their end, whatever becomes of the first.
  const calls = await Promise.allSettled(Array.from({ length: does('--pool') ? 4 : 1 }, call));
  for (const { reason } of calls) if (reason) throw reason;
} catch (error) {
  console.error(String(error));
  process.exitCode = does('always-succeeds') ? 0 : 1;
}
