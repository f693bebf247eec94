"""What the service can do is asked once of each service, and anew when the pairing is gone."""

from .harness.chromium import Chromium
from .harness.pairing import OPTIONS

ASK = """async () => {
  const { call, capabilities, unpair } = await import('/background/service.js');
  const { watchPolicy } = await import('/background/policy.js');
  const { writeToken, readToken } = await import('/background/token.js');
  const own = 'http://127.0.0.1:8765', other = 'http://127.0.0.1:9001', broken = 'http://127.0.0.1:9002';
  const says = {
    [own]: [200, { status: 'ok', capabilities: ['decisions'] }],
    [other]: [200, { status: 'ok' }],
    [broken]: [500, {}],
  };
  let asked = [];
  const sha = { name: 'HMAC', hash: 'SHA-256' };
  const bytes = (text) => new TextEncoder().encode(text);
  const hex = (data) => [...new Uint8Array(data)].map((each) => each.toString(16).padStart(2, '0')).join('');
  // What each service, which gave the token, answers to a question for its proof.
  const proof = async (origin, host, { nonce }) => {
    const hash = await crypto.subtle.digest('SHA-256', bytes(await readToken(origin)));
    const key = await crypto.subtle.importKey('raw', hash, sha, false, ['sign']);
    const asked = nonce.match(/../g).map((each) => parseInt(each, 16));
    const message = new Uint8Array([...bytes('chartside service 1'), ...asked, ...bytes(host)]);
    return Response.json({ proof: hex(await crypto.subtle.sign('HMAC', key, message)) });
  };
  globalThis.fetch = async (url, { body: sent }) => {
    const { origin, host, pathname } = new URL(url);
    if (pathname === '/v1/proof') return proof(origin, host, JSON.parse(sent));
    asked.push(pathname);
    const [status, body] = pathname === '/v1/health' ? says[origin] : [401, {}];
    return new Response(JSON.stringify(body), { status });
  };
  let policy = {};
  chrome.storage.managed.get = async () => policy;
  chrome.permissions.contains = async () => true;
  watchPolicy(() => {});
  const found = {};
  const look = async (name) => {
    asked = [];
    found[name] = [(await capabilities()).join(' '), asked.length];
  };
  const move = (serviceAddress) => {
    policy = serviceAddress === own ? {} : { serviceAddress };
    chrome.storage.onChanged.dispatch({}, 'managed');
  };
  move(own);
  await look('own');
  await look('own again');
  move(other);
  await look('other not paired');
  await writeToken(other, 'a token');
  await look('other');
  await look('other again');
  move(own);
  await look('own after other');
  move(broken);
  await writeToken(broken, 'its token');
  await look('broken');
  says[broken] = says[own];
  await look('mended');
  move(other);
  says[other] = says[own];
  found.refused = (await call('/v1/record')).error.code;
  await look('other after it refused');
  says[other] = [200, { status: 'ok', capabilities: [] }];
  await unpair();
  await look('other unpaired');
  return found;
}"""


def test_each_service_is_asked_once_what_it_can_do(chromium: Chromium) -> None:
    page = chromium.extension_page(OPTIONS)
    assert page.evaluate(ASK) == {
        "own": ["decisions", 1],
        "own again": ["decisions", 0],
        "other not paired": ["", 0],
        "other": ["", 1],
        "other again": ["", 0],
        "own after other": ["decisions", 0],
        "broken": ["", 1],
        "mended": ["decisions", 1],
        "refused": "unpaired",
        "other after it refused": ["decisions", 1],
        "other unpaired": ["", 0],
    }


GATEWAY = """async (status) => {
  const { request } = await import('/background/request.js');
  globalThis.fetch = async () => new Response('<html>Bad gateway</html>', { status });
  chrome.permissions.contains = async () => true;
  const places = ['http://127.0.0.1:8765', 'https://codes.example.org'];
  return Promise.all(places.map(async (where) => (await request(where, '/v1/health', {})).error.code));
}"""


def test_a_proxy_whose_service_starts_anew_is_no_stranger(chromium: Chromium) -> None:
    page = chromium.extension_page(OPTIONS)
    for status in (502, 503, 504):
        assert page.evaluate(GATEWAY, status) == ["unreachable", "away"]
    assert page.evaluate(GATEWAY, 404) == ["foreign", "foreign"]
